# Every method of dict
d = {"a": 1, "b": 2}
print(d.get("a"), d.get("z"), d.get("z", 0), d.setdefault("c", 3), d.setdefault("a", 9), d)
print(d.pop("a"), d.pop("zz", None), d.pop("zz", "default"), d)
d.update({"b": 20, "d": 4})
d.update([("e", 5), ("f", 6)])
d.update(g=7)
d.update({"h": 8}, i=9)
d.update()
print(d)
print(list(d.keys()), list(d.values()), list(d.items()), len(d))
print(d.popitem(), d.popitem(), d)
c = d.copy()
d.clear()
print(d, c)
print(dict.fromkeys("ab"), dict.fromkeys([1, 2], 0), {}.fromkeys("x", []))
print(dict(), dict(a=1), dict({"x": 1}, y=2), dict([(1, 2), [3, 4]]), dict(zip("ab", [1, 2])))
for bad in (lambda: {}.pop("x"), lambda: {}.popitem(), lambda: {}["x"], lambda: dict([1]), lambda: dict([(1, 2, 3)])):
    try:
        bad()
    except (KeyError, TypeError, ValueError) as e:
        print(type(e).__name__)
