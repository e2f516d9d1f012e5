# Dicts changed by the __eq__, __hash__ and __repr__ they call; keys of every kind; hashes asked for once.
class K:
    calls = 0
    def __init__(self, n, act=None):
        self.n, self.act = n, act
    def __hash__(self):
        K.calls += 1
        return 7
    def __eq__(self, other):
        if self.act:
            act, self.act = self.act, None
            act()
        return isinstance(other, K) and self.n == other.n

d = {}
for i in range(20):
    d[K(i)] = i
print(K.calls, len(d))
for i in range(20):
    assert d[K(i)] == i
for k in list(d):
    pass
e = d.copy()
e.update(d)
c = K.calls
dict(d)
{**d}
d == e
print(K.calls - c)

d = {K(1, lambda: d.clear()): 1, K(2): 2}
print(d.get(K(2)), len(d))
d = {}
k = K(1, lambda: [d.__setitem__(K(i), i) for i in range(50, 80)])
d[k] = 1
d[K(2)] = 2
print(len(d), d[K(2)], d[K(60)])
d = {K(1): "a"}
for k in d:
    k.act = lambda: d.pop(k, None)
try:
    d[K(1)] = "b"
    print(len(d))
except Exception as e:
    print(type(e).__name__)

class R:
    def __init__(self, d):
        self.d = d
    def __repr__(self):
        self.d.clear()
        return "R"
d = {}
d[1] = R(d)
d[2] = 2
print(d)

d = {i: i for i in range(10)}
try:
    for k in d:
        d[k + 100] = 1
except RuntimeError as e:
    print(e)
try:
    for k in d.items():
        del d[0]
except RuntimeError as e:
    print(e)
for k in d:
    d[k] = 0
print(sum(d.values()))

d = {1: "int", True: "bool", 1.0: "float", "1": "str", b"1": "bytes", None: "none", (1,): "tuple", 2.5: "f", -1: "m", -2: "mm"}
print(d, d[1], d[-1.0], d[-2], d[(True,)], len(d))
print(1 in d, 1.0 in d, True in d, 1 + 0j in d, "x" in d, 2 in d, 5 / 2 in d, ... in d)
big = 10**30
d[big] = "big"
print(d[10**30])
nan = float("nan")
d = {nan: 1}
print(nan in d, d[nan])
for bad in ([], {}, set(), [1], slice(1)):
    for f in (lambda: {bad: 1}, lambda: {}[bad], lambda: {1: 2}.get(bad), lambda: bad in {}, lambda: {}.pop(bad, 1), lambda: {}.setdefault(bad)):
        try:
            print(f())
        except TypeError as e:
            print(e)
class S(str):
    def __hash__(self):
        return str.__hash__(self)
    def __eq__(self, other):
        return str.__eq__(self, other)
d = {"a": 1, "b": 2}
print(d[S("a")], S("b") in d, S("c") in d)
d[S("a")] = 5
print(d, type(list(d)[0]).__name__)
d = {S("x"): 1}
print(d["x"], "x" in d, "y" in d)
j = "".join(["a", "b"])
d = {j: 1}
print(d["ab"], d["a" + "b"])
d["ab"] = 2
print(d)
