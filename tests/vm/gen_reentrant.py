# A generator that runs itself is an error
def g():
    try:
        next(it)
    except ValueError as e:
        print(e)
    yield 1


it = g()
print(next(it))


def raising():
    yield 1
    raise KeyError("in gen")


r = raising()
print(next(r))
try:
    next(r)
except KeyError as e:
    print(repr(e))
print(list(r))
