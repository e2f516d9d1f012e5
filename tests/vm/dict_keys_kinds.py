# Keys of every hashable type; equal numbers are one key
d = {1: "int", "1": "str", (1,): "tuple", None: "none", b"1": "bytes", 2.5: "float", frozenset([1]): "fs"}
print(len(d), d[1], d["1"], d[(1,)], d[None], d[b"1"], d[2.5], d[frozenset([1])])
d[True] = "bool"
d[1.0] = "one"
print(d[1], len(d), list(d)[0])
print({0: "a", False: "b", 0.0: "c"}, {10**20: "big"}[10**20], {1e20: 1}[10**20] if hash(1e20) == hash(10**20) else 1)
for k in ([], {}, set(), bytearray(b"x"), ([],)):
    try:
        {k: 1}
    except TypeError as e:
        print(e)
print({float("inf"): 1}[float("inf")], {-1: "a", -2: "b"}[-2])


class K:
    def __init__(self, h):
        self.h = h

    def __hash__(self):
        return self.h

    def __eq__(self, o):
        return self is o


ks = [K(5) for _ in range(20)]
m = {k: i for i, k in enumerate(ks)}
print(len(m), [m[k] for k in ks] == list(range(20)))
del m[ks[3]]
print(ks[3] in m, ks[4] in m, m[ks[19]])
