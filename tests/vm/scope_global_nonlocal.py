# global and nonlocal bind where they say
x = "module"


def f():
    global x, made
    x = "f"
    made = 1


f()
print(x, made)


def outer():
    x = "outer"

    def mid():
        nonlocal x
        x = "mid"

        def inner():
            nonlocal x
            x += "+inner"

        inner()

    mid()
    return x


print(outer(), x)


def mixed():
    x = "local"

    def g():
        global x
        x = "set by g"

    g()
    return x


print(mixed(), x)


class C:
    global y
    y = 5
    z = y


print(y, C.z, hasattr(C, "y"))
