# __doc__, __name__, __qualname__ of classes and methods
class A:
    """Doc of A."""

    def f(self):
        """Doc of f."""

    class Inner:
        def g(self):
            pass


def outer():
    class Local:
        def m(self):
            pass

    return Local


print(A.__doc__, A.f.__doc__, A().__doc__, A.Inner.__doc__)
print(A.__name__, A.Inner.__name__, A.__qualname__, A.Inner.__qualname__, A.Inner.g.__qualname__)
print(outer().__qualname__, outer().m.__qualname__)


class B(A):
    pass


print(B.__doc__, int.__name__, type(A()).__name__)
A.__name__ = "Renamed"
print(A.__name__)
