# raise: class, instance, again, from
def show(f):
    try:
        f()
    except BaseException as e:
        print(type(e).__name__, e.args, repr(e), str(e))


def a():
    raise ValueError


def b():
    raise ValueError("x", 2)


def c():
    try:
        raise KeyError("k")
    except KeyError:
        raise


def d():
    raise


def e():
    raise 5


def f():
    raise "text"


def g():
    raise IndexError("i") from None


def h():
    raise int


for fn in (a, b, c, d, e, f, g, h):
    show(fn)
try:
    raise ValueError() from 5
except TypeError as e:
    print("TypeError")


def again():
    try:
        1 / 0
    except ZeroDivisionError as e:
        err = e
    raise err


show(again)
