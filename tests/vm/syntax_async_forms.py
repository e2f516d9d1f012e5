# async for, async with, asynchronous comprehensions and generators, driven by hand
class Wait:
    def __init__(self, v):
        self.v = v

    def __await__(self):
        got = yield self.v
        return (self.v, got)


def run(coroutine):
    out, send = [], None
    try:
        while True:
            out.append(coroutine.send(send))
            send = len(out)
    except StopIteration as e:
        return out, e.value


async def agen(n):
    try:
        for i in range(n):
            await Wait("g%d" % i)
            yield i
    finally:
        print("agen done")


class Manager:
    async def __aenter__(self):
        await Wait("enter")
        return "value"

    async def __aexit__(self, t, v, tb):
        await Wait("exit")
        return t is ValueError


class Count:
    def __init__(self, n):
        self.n = n

    def __aiter__(self):
        return self

    async def __anext__(self):
        if self.n == 0:
            raise StopAsyncIteration
        self.n -= 1
        return self.n


async def loops():
    out = []
    async for i in Count(5):
        if i == 3:
            continue
        if i == 1:
            break
        out.append(i)
    else:
        out.append("else")
    async for i in agen(2):
        out.append(i)
    else:
        out.append("else")
    return out


async def comprehensions():
    a = [i async for i in agen(3) if i]
    b = {i: await Wait(i) async for i in Count(2)}
    c = {x async for x in Count(3)}
    d = [y async for y in (z * 2 async for z in Count(3))]
    e = [await Wait(q) for q in "ab"]
    return a, b, sorted(c), d, e


async def managers():
    async with Manager() as m, Manager():
        first = m
    async with Manager():
        raise ValueError
    try:
        async with Manager():
            raise KeyError("k")
    except KeyError as e:
        second = repr(e)
    async with Manager():
        return first, second


for f in (loops, comprehensions, managers):
    print(run(f()))
