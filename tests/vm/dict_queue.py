# A dict as queue and stack: order kept through many deletions; popitem; bounded time.
d = {}
for i in range(3000):
    d[i] = str(i)
n = 0
while d:
    k = next(iter(d))
    n += k
    del d[k]
print(n, len(d), d)
for i in range(3000):
    d["k%d" % i] = i
while len(d) > 5:
    d.popitem()
print(d)
for i in range(20000):
    d["k%d" % (i + 5)] = i
    if len(d) > 10:
        del d[next(iter(d))]
print(d)
for i in range(20000):
    d[i] = i
    d.pop(i)
print(len(d), list(d)[0])
for r in range(3):
    for i in range(100):
        d[i] = r
    for i in range(0, 100, 2):
        del d[i]
print(list(d.items())[:12], len(d))
print(list(reversed(d))[:5], list(reversed(d.items()))[:2], list(reversed(d.values()))[:3])
d.clear()
try:
    d.popitem()
except KeyError as e:
    print(e)
for i in range(12):
    d[i] = i
    for k in range(i + 1):
        assert d[k] == k
for i in range(11, -1, -1):
    assert d.popitem() == (i, i)
    assert list(d) == list(range(i))
for size in range(1, 40):
    d = {str(i): i for i in range(size)}
    for i in range(0, size, 3):
        del d[str(i)]
    for i in range(size, size + 7):
        d[str(i)] = i
    want = [i for i in range(size) if i % 3] + list(range(size, size + 7))
    assert list(d.values()) == want
    e = d.copy()
    assert e == d and list(e) == list(d)
    e["new"] = 1
    assert "new" not in d
    f = dict(d)
    f.update(e)
    assert list(f) == list(e)
print("ok")
