# Comparison by code points, equality, hash, use as keys.
words = ["", "a", "b", "ab", "A", "é", "z", "日", "\ud7ff", "\ue000", "😀", "aa", "\x00", "a\x00"]
for a in words:
    print([(a < b) + 2 * (a <= b) + 4 * (a == b) + 8 * (a > b) + 16 * (a >= b) + 32 * (a != b) for b in words])
print([ascii(w) for w in sorted(words)])
built = "".join(["k", "e", "y"])
print(built == "key", hash(built) == hash("key"), {"key": 1}[built], built in {"key"}, "é" * 2 == "éé")
print("a" == 1, "a" != 1, "a" == b"a", "a" == None, b"a" == "a")
for call in (lambda: "a" < 1, lambda: "a" < b"a", lambda: 1 >= "a", lambda: "a" + 1, lambda: 1 + "a", lambda: "a" - "b", lambda: "a" + b"b", lambda: "a" + None, lambda: -"a"):
    try:
        print(call())
    except TypeError as e:
        print(e)


class R:
    def __radd__(self, other):
        return "radd " + other

    def __rmul__(self, other):
        return "rmul " + other

    def __rmod__(self, other):
        return "rmod"


print("a" + R(), "a" * R())
