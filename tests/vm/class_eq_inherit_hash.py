# Equal objects as keys; a reflected comparison of a subclass goes first
class A:
    def __init__(self, v):
        self.v = v

    def __eq__(self, o):
        print("A.eq")
        return self.v == o.v

    def __hash__(self):
        return 1


d = {A(1): "one"}
print(d[A(1)])
print(A(2) in d)


class B(A):
    def __eq__(self, o):
        print("B.eq")
        return True

    __hash__ = A.__hash__


print(A(1) == B(2))
print(B(2) == A(1))
print(A(1) != A(1))


class X:
    def __add__(self, o):
        return "X.add"

    def __radd__(self, o):
        return "X.radd"


class Y(X):
    def __radd__(self, o):
        return "Y.radd"


print(X() + Y(), Y() + X(), X() + X())
