# del of names, items, slices, attributes, several at once
a = b = c = 1
del a, (b, c)
for n in ("a", "b", "c"):
    print(n in globals())
l = list(range(10))
del l[0], l[-1]
del l[2:4], l[::3]
print(l)
d = {"x": 1, "y": 2}
del d["x"]
print(d)
for bad in ('del d["x"]', "del l[99]", "del nope"):
    try:
        exec(bad)
    except (KeyError, IndexError, NameError) as e:
        print(type(e).__name__)


class O:
    pass


o = O()
o.p = 1
del o.p
print(hasattr(o, "p"))


def f(x):
    del x
    try:
        print(x)
    except NameError:
        print("gone")
    x = 2
    print(x)


f(1)
