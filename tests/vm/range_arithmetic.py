# range in constant time, for numbers of any size.
def show(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
B = 10**25
rs = [range(0), range(5), range(1, 10, 3), range(10, 0, -3), range(-5, 5, 2), range(B, B + 10, 3), range(0, B, B // 3), range(B, -B, -B // 2),
      range(2**62, 2**63, 2**61), range(-2**31, 2**31, 2**30), range(5, 0), range(0, 2**100)]
for r in rs:
    print(r, bool(r), r[0] if r else None, r[-1] if r else None, r[1:], r[::-1], r[::2], r[-3:-1], r[B:], r[:-B], r == r[:])
    if r.stop - r.start < 100 or r.step > 10**5 or r.step < -10**5:
        l = list(r)
        print(l, len(r), list(reversed(r)) == l[::-1], [x in r for x in l], [r.index(x) for x in l], r.count(r.start))
        assert tuple(r[i] for i in range(len(r))) == tuple(l)
        for a in (None, 0, 1, -1, 2, -2, 100, -100):
            for b in (None, 0, 1, -1, 3, -3, 100, -100):
                for s in (None, 1, -1, 2, -2):
                    assert list(r[a:b:s]) == l[a:b:s]
        print("a" in r, None in r, r.start + 0.5 in r, float(r.start) in r)
    show(lambda: len(r))
    print(r.start - 1 in r, r.start in r, r.stop in r)
print(10**18 in range(10**19), 10**18 + 1 in range(0, 10**19, 2))
show(lambda: range(1, 2, 0))
show(lambda: range(1.5))
show(lambda: range("a"))
show(lambda: range())
show(lambda: range(1, 2, 3, 4))
show(lambda: range(5)[5])
show(lambda: range(5)[-6])
show(lambda: range(5)["a"])
show(lambda: range(5)[::0])
show(lambda: range(5).index(7))
show(lambda: range(5).index("a"))
show(lambda: range(5) + range(5))
show(lambda: range(5) < range(6))
print(range(5) == range(0, 5, 1), range(0) == range(5, 0), range(1, 2) == range(1, 3, 2), range(1, 3) == range(1, 4), range(3) == [0, 1, 2])
print(hash(range(1, 10, 3)) == hash(range(1, 9, 3)), hash(range(0)) == hash(range(5, 5)), len({range(3), range(0, 3), range(3, 0)}))
it = iter(range(3))
print(it.__length_hint__(), next(it), it.__length_hint__(), list(it), list(it), it.__length_hint__())
class I:
    def __index__(self):
        return 3
print(list(range(I())), range(5)[I()], range(I(), 10, I()))
print(list(range(True, 4)), range(True).stop)
print(sum(range(10**5)), max(range(100)), min(range(5, 100)), sorted(range(5, 0, -1)))
r = range(10)
print(r.start, r.stop, r.step, repr(r), str(range(1, 2)), repr(range(0, 10, 2)))
m = 2**47
print(list(range(2 * m - 3, 2 * m + 3)), list(range(-2 * m + 2, -2 * m - 3, -1)), list(range(2**30 - 2, 2**30 + 2)))
for i in range(2**48 - 2, 2**48 + 2):
    print(i, end=" ")
print()
