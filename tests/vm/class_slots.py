# __slots__ names the only attributes
class P:
    __slots__ = ("x", "y")

    def __init__(self, x, y):
        self.x = x
        self.y = y


p = P(1, 2)
p.x = 10
print(p.x, p.y)
try:
    p.z = 3
except AttributeError:
    print("AttributeError")
del p.x
try:
    p.x
except AttributeError:
    print("deleted")


class Q(P):
    pass


q = Q(1, 2)
q.z = 3
print(q.x, q.z)
