# Decorators: plain, with arguments, stacked, on methods and classes, any expression
def twice(f):
    def g(*a):
        return f(f(*a))

    return g


def add(n):
    def deco(f):
        return lambda *a: f(*a) + n

    return deco


@twice
def inc(x):
    return x + 1


@add(10)
@twice
def dbl(x):
    return x * 2


print(inc(1), dbl(3))


def register(cls):
    cls.tag = cls.__name__.lower()
    return cls


@register
class Thing:
    @twice
    @staticmethod
    def never(x):
        return x


print(Thing.tag)

table = [twice]


@table[0]
def f(x):
    return x * 3


@(lambda f: lambda: ("wrapped", f()))
def g():
    return 1


print(f(2), g())


def order(name):
    print("make", name)

    def deco(f):
        print("apply", name)
        return f

    return deco


@order("a")
@order("b")
def h():
    pass
