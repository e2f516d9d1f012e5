# Closures share the variable, not its value
def counter():
    n = 0

    def inc():
        nonlocal n
        n += 1
        return n

    def get():
        return n

    return inc, get


inc, get = counter()
inc2, get2 = counter()
print(inc(), inc(), get(), inc2(), get2())

fs = [lambda: i for i in range(3)]
print([f() for f in fs])


def late():
    def f():
        return later

    later = 5
    return f()


print(late())


def unset():
    def f():
        return x

    try:
        f()
    except NameError:
        print("NameError")
    x = 1
    return f()


print(unset())


def three():
    a = 1

    def two():
        b = 2

        def one():
            return a + b + c

        return one

    c = 3
    return two()()


print(three())


def params(a, *rest, k=0, **kw):
    def f():
        return a, rest, k, kw

    a += 1
    return f


print(params(1, 2, k=3, z=4)())
