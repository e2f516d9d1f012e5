# async def and await, driven by hand
class Yield:
    def __init__(self, v):
        self.v = v

    def __await__(self):
        got = yield self.v
        return ("got", got)


async def inner(x):
    r = await Yield(x)
    return r


async def outer():
    a = await inner(1)
    b = await inner(2)
    try:
        await inner(3)
    except ValueError as e:
        print("caught", e)
    return a, b


c = outer()
print(c.send(None), c.send("A"), c.send("B"))
try:
    c.throw(ValueError("thrown"))
except StopIteration as e:
    print(e.value)


class CM:
    async def __aenter__(self):
        print("aenter")
        return await inner("enter")

    async def __aexit__(self, t, v, tb):
        print("aexit", t and t.__name__)
        await inner("exit")
        return t is KeyError


class AI:
    def __init__(self, n):
        self.n = n

    def __aiter__(self):
        return self

    async def __anext__(self):
        if self.n == 0:
            raise StopAsyncIteration
        self.n -= 1
        await inner("next")
        return self.n


async def use():
    async with CM() as x:
        print("in", x)
    async with CM():
        raise KeyError("k")
    async for i in AI(2):
        print("item", i)
    else:
        print("else")
    return "done"


def run(c):
    log = []
    try:
        v = None
        while True:
            log.append(c.send(v))
            v = "sent"
    except StopIteration as e:
        return log, e.value


print(run(use()))
async def raises():
    raise ValueError("from coroutine")


try:
    raises().send(None)
except ValueError as e:
    print(e)
c = inner(5)
c.close()
