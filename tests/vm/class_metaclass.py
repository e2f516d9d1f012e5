# Metaclasses, class keywords, __init_subclass__, type() with three arguments
class Meta(type):
    def __new__(mcls, name, bases, ns, **kw):
        ns["tag"] = name.lower()
        return super().__new__(mcls, name, bases, ns)

    def __init__(cls, name, bases, ns, **kw):
        super().__init__(name, bases, ns)
        cls.kw = kw

    def __call__(cls, *args):
        obj = super().__call__(*args)
        obj.made = True
        return obj

    def __len__(cls):
        return 7

    def hello(cls):
        return "hello from " + cls.__name__


class A(metaclass=Meta, option=3):
    def __init__(self, v=0):
        self.v = v


class B(A):
    pass


print(A.tag, A.kw, A(5).v, A().made, len(A), A.hello(), B.tag, type(B) is Meta, isinstance(A, Meta))


class Plugin:
    known = []

    def __init_subclass__(cls, /, key=None, **kw):
        super().__init_subclass__(**kw)
        Plugin.known.append((cls.__name__, key))


class P1(Plugin, key="one"):
    pass


class P2(P1):
    pass


print(Plugin.known)
T = type("T", (A,), {"x": 5, "f": lambda self: self.x})
print(T().f(), T.__name__, T.tag, issubclass(T, A))
print(type(type), type(A()) is A, type(1) is int)
