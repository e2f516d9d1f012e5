# collections.namedtuple
from collections import namedtuple

P = namedtuple("P", ["x", "y"])
p = P(1, y=2)
print(p, p.x, p.y, p[0], p[-1], len(p), list(p), p == (1, 2), isinstance(p, tuple), p._fields)
x, y = p
print(x, y, p + (3,), p[::-1], hash(p) == hash((1, 2)), {p: "k"}[1, 2], p._asdict(), p._replace(x=10), P._make([5, 6]))
Q = namedtuple("Q", "a b, c")
print(Q(1, 2, 3), Q(*"xyz"), Q(**{"a": 1, "b": 2, "c": 3}), Q.__name__, sorted([Q(2, 0, 0), Q(1, 9, 9)])[0])
for bad in (lambda: P(1), lambda: P(1, 2, 3), lambda: P(1, z=2), lambda: p.zz):
    try:
        bad()
    except (TypeError, AttributeError) as e:
        print(type(e).__name__)
try:
    p.x = 5
except AttributeError:
    print("AttributeError")


class R(namedtuple("R", "w h")):
    @property
    def area(self):
        return self.w * self.h

    def __str__(self):
        return "R of %d" % self.area


r = R(3, 4)
print(r, repr(r), r.area, "%d by %d" % r, "{0.w}-{0.h}".format(r))
D = namedtuple("D", "a b c", defaults=(8, 9))
print(D(1), D(1, 2))
