# An exception raised while another is handled; the first is restored after
import sys


def f():
    try:
        raise ValueError("one")
    except ValueError:
        try:
            raise KeyError("two")
        except KeyError as e:
            print("inner", repr(e))
        try:
            raise
        except ValueError as e:
            print("still", e)
    print("done")


f()


def g():
    try:
        try:
            raise ValueError("first")
        except ValueError:
            raise TypeError("second")
    except TypeError as e:
        return str(e)


print(g())


def gen():
    try:
        yield 1
    except ValueError as e:
        print("gen got", e)
        yield 2


try:
    raise KeyError("outside")
except KeyError:
    it = gen()
    print(next(it), it.throw(ValueError("thrown")))
    try:
        raise
    except KeyError as e:
        print("outside kept", e)
