# for with targets of every kind
for i, (a, *b) in enumerate([(1, 2, 3), "xyz", [9]]):
    print(i, a, b)
d, l = {}, [0, 0]


class O:
    pass


o = O()
for d["k"], l[1], o.x in [(1, 2, 3), (4, 5, 6)]:
    print(d, l, o.x)
for [p, q] in {1: "a", 2: "b"}.items():
    print(p, q)
for x, in [(1,), (2,)]:
    print(x, end=" ")
for o.y in range(3):
    pass
print(o.y)
print([(a, b) for a, (b, _) in [(1, (2, 3))]], {k: v for k, (v, *_) in [("a", "bcd")]})
for l[:] in [[1, 2, 3], "ab"]:
    print(l)
try:
    for a, b in [(1, 2), (3,)]:
        print(a, b)
except ValueError as e:
    print(e)
