# A subclass of dict, with __missing__
class Default(dict):
    def __missing__(self, k):
        self[k] = v = k * 2
        return v


d = Default(a=1)
print(d["a"], d["zz"], d, d.get("nope"), "nope" in d)


class Count(dict):
    sets = 0

    def __setitem__(self, k, v):
        Count.sets += 1
        super().__setitem__(k, v)

    def __getattr__(self, k):
        try:
            return self[k]
        except KeyError:
            raise AttributeError(k)


c = Count()
c["a"] = 1
c["b"] = 2
c.update(z=3)
print(c, Count.sets, c.a, hasattr(c, "q"), len(c), isinstance(c, dict))
print(dict(c) == c, list(c), c.pop("a"), c == {"b": 2, "z": 3})
