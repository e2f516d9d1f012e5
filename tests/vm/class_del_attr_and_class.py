# Changing classes while instances live
class A:
    def f(self):
        return 1


a = A()
print(a.f())
A.f = lambda self: 2
print(a.f())
a.f = lambda: 3
print(a.f())
del a.f
print(a.f())
del A.f
try:
    a.f()
except AttributeError:
    print("AttributeError")


def g(self):
    return self.v


A.g = g
a.v = "v"
print(a.g())


class B(A):
    pass


b = B()
b.v = "bv"
print(b.g())
A.g = lambda self: "new"
print(b.g(), a.g())
B.g = lambda self: "B's"
print(b.g(), a.g())
del B.g
print(b.g())
