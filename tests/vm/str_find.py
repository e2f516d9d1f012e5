# find, rfind, index, rindex, count, in, startswith, endswith, with ranges.
texts = ["abcabc", "", "aaaa", "ñandú ñandú", "日本日本", "x😀y😀"]
subs = ["", "a", "b", "abc", "aa", "ñ", "日", "😀y", "zzz", "c"]
ranges = [(), (1,), (-2,), (0, 3), (2, -1), (10,), (None, None), (3, 2), (-100, 100), (6,), (4, 4)]
for t in texts:
    for sub in subs:
        row = []
        for r in ranges:
            row += [t.find(sub, *r), t.rfind(sub, *r), t.count(sub, *r), t.startswith(sub, *r), t.endswith(sub, *r)]
        print(repr(t), repr(sub), sub in t, [int(x) for x in row])
for f in ("index", "rindex"):
    try:
        print(getattr("hello", f)("l"), getattr("hello", f)("l", 0, 3))
        getattr("hello", f)("z")
    except ValueError as e:
        print(e)
print("hello".startswith(("x", "he")), "hello".endswith(("lo", 'y')), "hello".startswith(()))
for call in (
    lambda: "a".find(1),
    lambda: "a".count(None),
    lambda: 1 in "a",
    lambda: "a".startswith(1),
    lambda: "a".startswith(("b", 1)),
    lambda: "a".endswith(["a"]),
    lambda: "a".find("a", "b"),
    lambda: "a".find(),
    lambda: "a".find("a", 1, 2, 3),
):
    try:
        print(call())
    except TypeError as e:
        print("TypeError", e if "expected" not in str(e) and "takes" not in str(e) else "")
big = "ab" * 5000
print(big.find("b" * 3), big.find("ba" * 4000), big.rfind("ab" * 4000), ("a" * 10000).find("a" * 5000 + "b"))
