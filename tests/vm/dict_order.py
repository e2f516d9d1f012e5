# Dicts keep the order of insertion through changes
d = {}
for k in "zyxab":
    d[k] = len(d)
print(d)
d["y"] = "changed"
print(d)
del d["x"]
d["x"] = "again"
print(d)
d.pop("z")
d["new"] = 0
print(list(d), d.popitem(), d)
for i in range(100):
    d[i] = i
for i in range(0, 100, 2):
    del d[i]
print(list(d)[:12])
d.update({"y": 1, "first?": 2})
print(list(d)[-3:], list(reversed(d))[:3])
print({3: 0, 1: 0, 2: 0}, dict(b=1, a=2), list({**{"q": 1}, "a": 2, "q": 3}))


def f(**kw):
    return list(kw)


print(f(z=1, a=2, m=3))
