# A dict through growth and shrinking
d = {}
for i in range(5000):
    d["key%d" % i] = i
print(len(d), d["key4999"], d["key0"])
for i in range(0, 5000, 3):
    del d["key%d" % i]
print(len(d), "key3" in d, "key4" in d, sum(d.values()))
for i in range(0, 5000, 3):
    d["key%d" % i] = -i
print(len(d), sum(d.values()), list(d)[0], list(d)[-1])
e = {i * 1024: i for i in range(500)}
print(all(e[i * 1024] == i for i in range(500)), 5 in e)
f = {}
for i in range(10000):
    f[i] = i
    if i > 10:
        del f[i - 10]
print(sorted(f))
f = {(i, j): i * j for i in range(30) for j in range(30)}
print(len(f), f[29, 29], f[(3, 4)])
