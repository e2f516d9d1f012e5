# super() in class methods, static forms, properties, nested functions and comprehensions
class A:
    @classmethod
    def name(cls):
        return "A:" + cls.__name__

    def get(self, i):
        return i + 1

    @property
    def p(self):
        return "prop A"


class B(A):
    @classmethod
    def name(cls):
        return "B>" + super().name()

    def get(self, i):
        f = super().get
        return f(i) * 10

    def nested(self):
        def g():
            return super(B, self).get(1)

        return g()

    def implicit(self):
        def g(self):
            return super().get(5)

        return g(self)

    @property
    def p(self):
        return "B of " + super().p

    def who(self):
        return __class__.__name__


class C(B):
    pass


print(B.name(), C.name(), C().name())
print(B().get(2), B().nested(), B().implicit(), B().p, C().p, C().who())
try:
    super(B, B()).missing
except AttributeError as e:
    print("AttributeError")


class D(A):
    def __init__(self):
        super().__init__()
        self.ok = True

    def __setattr__(self, k, v):
        super().__setattr__(k, v)


print(D().ok)
