# __str__, __repr__, __format__, __bool__, __len__
class A:
    def __repr__(self):
        return "<A>"


class B(A):
    def __str__(self):
        return "str of B"


class C:
    def __str__(self):
        return "only str"

    def __format__(self, spec):
        return "fmt[%s]" % spec


print(A(), str(A()), repr(A()), [A()], "%s %r" % (A(), A()))
print(B(), repr(B()), [B()], (B(),), {1: B()}, f"{B()} {B()!r}")
print("{}|{:>10}|{!s}".format(C(), C(), C()), format(C(), "x"), format(C()))
print(f"{A()}", "%s" % B())


class L:
    def __init__(self, n):
        self.n = n

    def __len__(self):
        return self.n


class T:
    def __bool__(self):
        return False

    def __len__(self):
        return 5


print(bool(L(0)), bool(L(3)), bool(T()), bool(A()), not L(0), len(L(7)))
try:
    len(L(-1))
except ValueError:
    print("ValueError")


class R:
    def __repr__(self):
        return 5


try:
    repr(R())
except TypeError:
    print("TypeError")
