# Instances, attributes, methods, class attributes
class Point:
    kind = "point"

    def __init__(self, x, y=0):
        self.x = x
        self.y = y

    def add(self, other):
        return Point(self.x + other.x, self.y + other.y)

    def __repr__(self):
        return "Point(%r, %r)" % (self.x, self.y)


p = Point(1, 2)
q = Point(3)
print(p, q, p.add(q), Point.add(p, q))
print(p.kind, Point.kind)
p.kind = "mine"
print(p.kind, q.kind, Point.kind)
del p.kind
print(p.kind)
Point.kind = "changed"
print(p.kind, q.kind)
p.new = [1]
p.new.append(2)
print(p.new, hasattr(q, "new"))
m = p.add
print(m(q), m.__self__ is p)
print(type(p) is Point, isinstance(p, Point), isinstance(p, object), p.__class__.__name__)
try:
    p.nothing
except AttributeError as e:
    print(e)
try:
    del p.nothing
except AttributeError:
    print("AttributeError")
try:
    Point()
except TypeError:
    print("TypeError")
