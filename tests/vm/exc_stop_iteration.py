# StopIteration: its value, and that it may not leak from a generator
def g():
    yield 1
    return "value"


it = g()
next(it)
try:
    next(it)
except StopIteration as e:
    print(e.value, e.args)
try:
    next(it)
except StopIteration as e:
    print(e.value, e.args)


def leak():
    yield 1
    raise StopIteration("x")


try:
    list(leak())
except RuntimeError as e:
    print(e)


def leak2():
    yield next(iter([]))


try:
    list(leak2())
except RuntimeError as e:
    print(e)
print(StopIteration(5).value, StopIteration().value)
