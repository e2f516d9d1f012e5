# Iterating over text and bytes.
for s in ("abc", "aé日😀", ""):
    print(list(s), tuple(s), [c for c in s], list(enumerate(s)), list(reversed(s)), list(zip(s, s)), set(s) == set(list(s)))
it = iter("ab")
print(iter(it) is it, next(it), next(it), next(it, "end"), next(it, "end"))
a, b, *c = "héllo"
print(a, b, c, max("hello"), min("hello"), sorted("hello"), "".join(map(str.upper, "abc")))
print(list(b"ab"), list(bytearray(b"cd")), sum(b"abc"), max(b"az"), list(memoryview(b"xy")))
data = bytearray(b"abc")
seen = []
for x in data:
    seen.append(x)
    if len(data) < 6:
        data.append(x + 1)
print(seen, data)
it = iter(bytearray(b"ab"))
print(it.__length_hint__(), next(it), it.__length_hint__(), iter("héé").__length_hint__())
