# Sets changed while compared, hashed and walked; mixed operands; sets in sets.
class K:
    def __init__(self, n, act=None):
        self.n, self.act = n, act
    def __hash__(self):
        return 3
    def __eq__(self, other):
        if self.act:
            act, self.act = self.act, None
            act()
        return isinstance(other, K) and self.n == other.n
s = {K(1), K(2)}
for k in s:
    k.act = s.clear
print(K(3) in s, len(s))
s = {K(1), K(2)}
for k in s:
    k.act = lambda: s.update(K(i) for i in range(100, 150))
s.add(K(3))
print(len(s), K(120) in s)
s = {1, 2, 3}
try:
    for x in s:
        s.add(x + 10)
except RuntimeError as e:
    print(e)
try:
    for x in s:
        s.discard(x)
except RuntimeError as e:
    print(e)
def show(f):
    try:
        r = f()
        print(sorted(r) if isinstance(r, (set, frozenset)) else r, type(r).__name__)
    except Exception as e:
        print(type(e).__name__, e)
a, b = {1, 2, 3}, frozenset([2, 3, 4])
for f in (lambda: a | b, lambda: b | a, lambda: a & b, lambda: b & a, lambda: a - b, lambda: b - a, lambda: a ^ b, lambda: b ^ a):
    show(f)
show(lambda: a | [1])
show(lambda: a - (1,))
show(lambda: a.union([7], (8,), {9: 0}, "x" * 0))
show(lambda: a.intersection([2, 3, 2], (3,)))
show(lambda: a.difference([1], [2]))
show(lambda: a.symmetric_difference([3, 3, 9]))
show(lambda: b.union(a))
show(lambda: a < b)
show(lambda: a <= {1, 2, 3, 4})
show(lambda: a < [1])
show(lambda: a == b)
show(lambda: {2, 3, 4} == b)
show(lambda: a != [1, 2, 3])
show(lambda: {1} > set())
show(lambda: a.issubset(range(10)))
show(lambda: a.issuperset([1, 1, 1]))
show(lambda: a.isdisjoint([5, 6]))
show(lambda: {[]})
show(lambda: [] in a)
show(lambda: {1} in {frozenset([1])})
show(lambda: {frozenset([1])} - {frozenset([1])})
show(lambda: hash(frozenset([1, 2, 3])) == hash(frozenset([3, 2, 1])))
show(lambda: hash({1}))
show(lambda: a.remove(99))
show(lambda: set().pop())
show(lambda: frozenset([1]).add(2))
show(lambda: set(5))
show(lambda: set(1, 2))
s = set("abc")
s.discard("z")
s.remove("a")
s -= {"b"}
s |= {"x", "y"}
s &= {"x", "c", "q"}
s ^= {"c", "d"}
show(lambda: s)
t = s
s |= s
s -= s
print(s, t, s is t)
s = {1, 2}
s ^= s
print(s)
s.update([1], (2,), "ab", {3: 4})
print(len(s))
s.intersection_update([1, 2, 3], {2, 3})
s.difference_update([3])
s.symmetric_difference_update([9])
show(lambda: s)
f = frozenset([1, 2])
print(f.copy() is f, frozenset(f) is f, set(f) == f, repr(frozenset([1])), repr(frozenset()), repr(set()))
f2 = f
f2 |= {3}
print(sorted(f2), sorted(f), type(f2).__name__)
class S(set):
    pass
x = S([1, 2])
print(x, type(x | {3}).__name__, type(x.copy()).__name__, x == {1, 2})
for n in range(40):
    s = set(range(n))
    for i in range(0, n, 2):
        s.remove(i)
    s.update(range(100, 105))
    assert sorted(s) == [i for i in range(n) if i % 2] + [100, 101, 102, 103, 104]
    assert s == set(list(s)[::-1]) and len(s.copy()) == len(s)
print(True in {1}, 1.0 in {1}, len({1, 1.0, True, 1 + 0j}))
