# The order of bases is C3, and super() follows it
class O:
    def f(self):
        return ["O"]


class A(O):
    def f(self):
        return ["A"] + super().f()


class B(O):
    def f(self):
        return ["B"] + super().f()


class C(A, B):
    def f(self):
        return ["C"] + super().f()


class D(B, A):
    pass


print(C().f(), D().f())
print([k.__name__ for k in C.__mro__])


class X(O):
    pass


class Y(O):
    def f(self):
        return ["Y"]


class Z(X, Y):
    pass


print(Z().f())


class Mixin:
    def loud(self):
        return self.name().upper()


class Base:
    def name(self):
        return "base"


class Both(Mixin, Base):
    pass


print(Both().loud())
try:

    class Bad(O, A):
        pass

except TypeError:
    print("TypeError")
