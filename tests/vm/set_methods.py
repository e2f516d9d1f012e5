# Every method of set
s = {3, 1, 2}
s.add(5)
s.add(1)
s.discard(99)
s.discard(2)
s.remove(3)
print(sorted(s), len(s))
a, b = {1, 2, 3, 4}, {3, 4, 5}
print(sorted(a.union(b)), sorted(a.intersection(b)), sorted(a.difference(b)), sorted(a.symmetric_difference(b)))
print(sorted(a.union([9], "x", ()), key=str), sorted(a.intersection(b, [3])), sorted(a.difference([1], [2])))
print(a.isdisjoint({9}), a.issubset(range(10)), a.issuperset([1]), {1} <= a, a >= {1, 2}, a < a, a <= a, {1} < a, a > {1})
c = a.copy()
c.update([7], {8})
print(sorted(c), sorted(a))
c.intersection_update({1, 7, 8})
print(sorted(c))
c.difference_update([7])
print(sorted(c))
c.symmetric_difference_update({8, 9})
print(sorted(c))
p = {5}
print(p.pop(), p)
c.clear()
print(c, set(), bool(c), bool({0}))
for bad in (lambda: set().pop(), lambda: {1}.remove(2), lambda: {[]}, lambda: {1}.add({})):
    try:
        bad()
    except (KeyError, TypeError) as e:
        print(type(e).__name__, e)
