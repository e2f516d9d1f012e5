# staticmethod and classmethod, called on class and instance, inherited
class A:
    made = 0

    @staticmethod
    def add(a, b):
        return a + b

    @classmethod
    def create(cls, *args):
        cls.made += 1
        return cls(*args)

    def __init__(self, *args):
        self.args = args


class B(A):
    @classmethod
    def create(cls, *args):
        obj = super().create(*args)
        obj.extra = cls.__name__
        return obj


print(A.add(1, 2), A().add(3, 4), B.add(5, 6))
a, b = A.create(1), B.create(2, 3)
print(type(a).__name__, a.args, type(b).__name__, b.args, b.extra)
print(A.made, B.made)
m = B.create
print(type(m(7)).__name__)
print(type(a.create()).__name__, A.add is A.add)
