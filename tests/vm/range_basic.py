# range: arithmetic, indexing, slices, comparison
print(range(5), range(1, 5), range(0, 10, 3), list(range(5, 0, -2)), list(range(3, 1)), list(range(0)))
r = range(2, 20, 3)
print(len(r), r[0], r[-1], r[2], r[1:3], r[::-1], r[::2], r[10:], r.start, r.stop, r.step)
print(5 in r, 6 in r, 5.0 in r, "a" in r, 10**30 in range(10**40), r.index(8), r.count(8), r.count(9))
print(range(3) == range(0, 3, 1), range(0) == range(5, 5), range(0, 3, 2) == range(0, 4, 2), range(3) != range(4), hash(range(3)) == hash(range(0, 3)))
print(bool(range(0)), bool(range(1)), list(reversed(range(4))), max(range(5)), sum(range(101)), sorted(range(3, 0, -1)))
for bad in (lambda: range(1, 2, 0), lambda: r[99], lambda: r.index(1), lambda: range(1.5), lambda: range()):
    try:
        bad()
    except (ValueError, IndexError, TypeError) as e:
        print(type(e).__name__)
for i in range(3, -4, -3):
    print(i, end=" ")
n = 0
for i in range(100000):
    n += 1
print(n, [i for i in range(-2, 2)])
a, *b = range(4)
print(a, b, tuple(range(2)), [*range(2)], "%s" % range(2))
