# defaultdict, OrderedDict, namedtuple and deque: what programs use.
from collections import OrderedDict, defaultdict, deque, namedtuple
def show(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
d = defaultdict(list)
d["a"].append(1)
d["a"].append(2)
d["b"]
print(d, dict(d), len(d), d.get("zz"), "zz" in d, d.default_factory)
d = defaultdict(int, {"x": 1}, y=2)
for c in "hello":
    d[c] += 1
print(sorted(d.items()), isinstance(d, dict), type(d.copy()).__name__)
show(lambda: defaultdict(None)["k"])
show(lambda: defaultdict(5))
d = defaultdict(lambda: defaultdict(int))
d["a"]["b"] += 1
print(d["a"]["b"], d["c"]["d"])
d.default_factory = None
show(lambda: d["nope"])
print(defaultdict(int) == {}, defaultdict(int, a=1) | {"b": 2})
class D(defaultdict):
    def __missing__(self, k):
        return k * 2
print(D()["ab"])
class M(dict):
    def __missing__(self, k):
        return "missing %s" % k
print(M()["q"], M(a=1)["a"], M().get("q"))

o = OrderedDict([("a", 1), ("b", 2)])
o["c"] = 3
o.move_to_end("a")
print(o, list(o), o.popitem(), o.popitem(last=False), o)
o = OrderedDict(x=1, y=2)
o.move_to_end("y", last=False)
print(o, OrderedDict(), OrderedDict(a=1, b=2) == OrderedDict(b=2, a=1), OrderedDict(a=1, b=2) == dict(b=2, a=1))
show(lambda: o.move_to_end("nope"))
show(lambda: OrderedDict().popitem())
print(type(o.copy()).__name__, type(o | {"z": 1}).__name__, list(reversed(o)), OrderedDict.fromkeys("ab", 1))
q = OrderedDict()
for i in range(1000):
    q[i] = i
s = 0
while q:
    s += q.popitem(last=False)[0]
print(s)

P = namedtuple("P", "x y")
p = P(1, y=2)
print(p, p.x, p[1], tuple(p), p == (1, 2), p._asdict(), p._replace(x=5), P._make([7, 8]), P._fields, hash(p) == hash((1, 2)))
x, y = p
print(x + y, len(p), isinstance(p, tuple), p + (3,), p < P(1, 3), P.__name__, [*p])
show(lambda: P(1))
show(lambda: P())
show(lambda: P(1, 2, 3))
show(lambda: P(1, z=3, y=2))
show(lambda: P(1, x=3))
show(lambda: p._replace(q=1))
def set_x():
    p.x = 5
show(set_x)
def set_new():
    p.new = 5
try:
    set_new()
except AttributeError:
    print("AttributeError")
show(lambda: P._make([1]))
show(lambda: namedtuple("1a", "x"))
show(lambda: namedtuple("A", "x x"))
show(lambda: namedtuple("A", "_x"))
show(lambda: namedtuple("A", "class"))
print(namedtuple("A", "x class x _y", rename=True)._fields, namedtuple("A", ["a", "b"], defaults=[5])(1), namedtuple("E", [])())
class Q(namedtuple("Q", "a, b")):
    def total(self):
        return self.a + self.b
    def __new__(cls, a, b=10):
        return super().__new__(cls, a, b)
q = Q(1)
print(q, q.total(), q._replace(b=2).total())

d = deque([1, 2, 3], maxlen=3)
d.append(4)
d.appendleft(0)
print(d, list(d), d.maxlen, len(d), d[0], d[-1], 2 in d, deque(), deque("ab"))
d.rotate(1)
print(d, d.pop(), d.popleft(), d)
show(lambda: deque().pop())
show(lambda: d[5])
show(lambda: deque([1], maxlen=1).insert(0, 2))
d = deque(range(10))
d.rotate(-3)
d.remove(5)
d.insert(2, "x")
d.extendleft("ab")
d.reverse()
del d[0]
d[0] = "first"
print(d, d.index("x"), d.count(1), d.copy() == d, deque([1]) + deque([2]), deque([1]) * 3, deque([1, 2]) < deque([1, 3]))
try:
    for x in d:
        d.append(1)
except RuntimeError as e:
    print(e)
print(list(reversed(deque([1, 2, 3]))))
for n in range(20):
    d = deque(maxlen=n)
    for i in range(50):
        d.append(i)
        if i % 7 == 0 and d:
            d.rotate(i)
    assert len(d) == n
d = deque()
for i in range(5000):
    d.append(i)
    if i % 3 == 0:
        d.popleft()
print(len(d), d[0], d[-1], sum(d))
