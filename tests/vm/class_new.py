# __new__: another object, a kept one, an immutable base
class Single:
    one = None

    def __new__(cls, *args):
        if cls.one is None:
            cls.one = super().__new__(cls)
        return cls.one

    def __init__(self, v=None):
        print("init", v)
        self.v = v


a, b = Single(1), Single(2)
print(a is b, a.v)


class Odd:
    def __new__(cls):
        return 42

    def __init__(self):
        print("never")


print(Odd())


class Upper(str):
    def __new__(cls, s):
        return super().__new__(cls, s.upper())


u = Upper("abc")
print(u, u == "ABC", type(u).__name__, isinstance(u, str), u + "d", type(u + "d").__name__)


class T(tuple):
    def __new__(cls, *items):
        return tuple.__new__(cls, items)

    @property
    def total(self):
        return sum(self)


t = T(1, 2, 3)
print(t, t.total, t[0], len(t), t == (1, 2, 3))
