# Hashes of equal things are equal; identity
pairs = [(1, 1.0), (1, True), (0, False), (2**70, 2**70), ("ab", "a" + "b"), (b"x", bytes([120])), ((1, 2), (1.0, 2)), (frozenset("ab"), frozenset("ba")), (0.5, 1 / 2), (-0.0, 0), (10**20, 1e20), (2 + 0j, 2), (range(3), range(0, 3))]
for a, b in pairs:
    print(a == b, hash(a) == hash(b), len({a, b}))
for bad in ([], {}, set(), bytearray(), ([],), {1: []}.items()):
    try:
        hash(bad)
        print("hashed", type(bad).__name__)
    except TypeError as e:
        print(e)
a = b = []
c = []
print(a is b, a is c, id(a) == id(b), id(a) == id(c), a is not c, None is None)
f = lambda: 0
print(hash(f) == hash(f), {f: 1}[f], hash(None) == hash(None), isinstance(hash("x"), int), hash(-1) == hash(-1))
