# yield from: values, results, send, throw and close pass through
def inner():
    try:
        x = yield 1
        print("inner got", x)
        y = yield 2
        print("inner got", y)
    except KeyError as e:
        print("inner caught", repr(e))
        yield "recovered"
    finally:
        print("inner finally")
    return "result"


def outer():
    r = yield from inner()
    print("outer has", r)
    yield "last"


g = outer()
print(next(g), g.send("a"))
print(g.throw(KeyError("k")))
print(next(g))
g = outer()
next(g)
g.close()


def flat(x):
    if isinstance(x, list):
        for e in x:
            yield from flat(e)
    else:
        yield x


print(list(flat([1, [2, [3, 4], []], [[5]]])))


def chain(*its):
    for it in its:
        yield from it


print(list(chain("ab", range(2), {"k": 1}, (x * x for x in range(3)))))


def ret():
    x = yield from [1, 2]
    return x


def use():
    return (yield from ret()), "done"


u = use()
print(next(u), next(u))
try:
    next(u)
except StopIteration as e:
    print(e.value)
try:
    list((lambda: (yield from 5))())
except TypeError as e:
    print("TypeError")
