# Stable, adaptive, with key and reverse; every pattern against a simple model.
def model(items, key, reverse):
    # insertion sort, stable
    out = []
    for x in items:
        i = len(out)
        while i > 0 and (key(out[i - 1]) < key(x) if reverse else key(x) < key(out[i - 1])):
            i -= 1
        out.insert(i, x)
    return out

seed = 12345
def rnd(n):
    global seed
    seed = (seed * 1103515245 + 12345) % 2147483648
    return (seed >> 8) % n

def patterns(n):
    yield list(range(n))
    yield list(range(n, 0, -1))
    yield [rnd(n + 1) for _ in range(n)]
    yield [rnd(3) for _ in range(n)]
    yield [7] * n
    yield [i % 10 for i in range(n)]
    yield list(range(n // 2)) + list(range(n // 2))
    yield list(range(0, n, 2)) + list(range(1, n, 2))
    yield list(range(n)) + [rnd(n + 1) for _ in range(5)]
    yield [x for i in range(0, n, 7) for x in range(i + 7, i, -1)]
    l = list(range(n))
    for _ in range(3):
        if n:
            i, k = rnd(n), rnd(n)
            l[i], l[k] = l[k], l[i]
    yield l

for n in (0, 1, 2, 3, 5, 23, 24, 25, 47, 64, 100, 150):
    for p in patterns(n):
        pairs = [(x, i) for i, x in enumerate(p)]
        for rev in (False, True):
            want = model(pairs, lambda t: t[0], rev)
            got = sorted(pairs, key=lambda t: t[0], reverse=rev)
            assert got == want, (n, rev, p)
            l = p[:]
            l.sort(reverse=rev)
            assert l == [x for x, _ in want]
            f = [x + 0.5 for x in p]
            f.sort(reverse=rev)
            assert f == [x + 0.5 for x in l]
            s = ["%05d" % x for x in p]
            s.sort(reverse=rev)
            assert s == ["%05d" % x for x in l]
            t = [(x,) for x in p]
            t.sort(reverse=rev)
            assert t == [(x,) for x in l]
print("small ok")

big = [rnd(1000000) for _ in range(5000)]
a = sorted(big)
assert all(a[i] <= a[i + 1] for i in range(len(a) - 1)) and sum(a) == sum(big)
b = sorted(big, key=lambda x: -x)
assert b == a[::-1] or sorted(b) == a
runs = []
for i in range(40):
    runs += sorted(rnd(1000) for _ in range(rnd(200)))
c = sorted(runs)
assert all(c[i] <= c[i + 1] for i in range(len(c) - 1)) and len(c) == len(runs)
print(sorted([3, 1, 2]), sorted("hello"), sorted({"b": 1, "a": 2}), sorted((3.5, -1, 2)))
print(sorted([True, False, 2, -1]), sorted(["b", "B", "a", "", "aa", "é", "z", "日本"]))
print(sorted([1, 2.5, 10**20, -10**20, 0.1]))
print(sorted(["abc", "AB", "b"], key=str.lower), sorted([1, -3, 2], key=abs, reverse=True))
print(sorted([[2], [1, 5], [1], []]), sorted([(1, "b"), (1, "a"), (0, "z")]))
nan = float("nan")
print(len(sorted([3.0, nan, 1.0, 2.0])))
count = 0
class C:
    def __init__(self, v):
        self.v = v
    def __lt__(self, other):
        global count
        count += 1
        return self.v < other.v
l = [C(i) for i in range(1000)]
l.sort()
print(count == 999)
count = 0
l.reverse()
l.sort()
print(count == 999 and [c.v for c in l] == list(range(1000)))
