# Inheritance: overriding, super() with and without arguments, calls through the base
class A:
    def __init__(self, x):
        self.x = x

    def who(self):
        return "A%d" % self.x

    def call(self):
        return self.who()


class B(A):
    def __init__(self, x, y):
        super().__init__(x)
        self.y = y

    def who(self):
        return "B" + super().who()


class C(B):
    def who(self):
        return "C" + super(C, self).who() + A.who(self)


b, c = B(1, 2), C(3, 4)
print(b.who(), b.call(), c.who(), c.call(), c.y)
print(isinstance(c, A), isinstance(b, C), issubclass(C, A), issubclass(A, C), issubclass(C, (int, B)))
print(B.__bases__ == (A,), C.__name__, [k.__name__ for k in C.__mro__])


class D(A):
    pass


print(D(9).who(), D.who is A.who)
