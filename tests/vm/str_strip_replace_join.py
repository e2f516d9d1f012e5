# strip, removeprefix, replace, join.
for t in ["  a b  ", "xxaxx", "", "\u3000\xa0a\u2003", "ééaé", "\t\n\r\x0b\x0c\x1c\x1d\x1e\x1f\x85 z"]:
    print([t.strip(), t.lstrip(), t.rstrip(), t.strip("x"), t.lstrip("xé"), t.rstrip("éx "), t.strip(None), t.strip("")])
print("prefix-x".removeprefix("prefix-"), "x-suffix".removesuffix("-suffix"), "abc".removeprefix("b"), "abc".removesuffix(""))
for args in (("a", "b"), ("a", ""), ("", "-"), ("", "-", 2), ("a", "b", 1), ("a", "b", 0), ("a", "b", -1), ("aa", "日"), ("é", "e"), ("", "", 3)):
    print(args, ["aaaa".replace(*args), "banané".replace(*args), "".replace(*args), "日本".replace(*args)])
print(",".join([]), ",".join(["a"]), ",".join(("a", "b")), "".join(c for c in "gen"), "-".join("abc"), "é".join({"k": 1}), "".join(["日", "本", ""]))
one = "single"
print("x".join([one]) is one)


class S(str):
    pass


print(type("x".join([S("sub")])), "x".join([S("sub"), "b"]), type(S("a").replace("b", "c")), type(S("a").strip()))
items = ["a", "b", "c"]


def changing():
    for i in range(3):
        items.append("z")
        yield items[i]


print("+".join(changing()), items)
for call in (
    lambda: ",".join([1]),
    lambda: ",".join(["a", None]),
    lambda: ",".join(5),
    lambda: "a".replace(1, "b"),
    lambda: "a".replace("b", 1),
    lambda: "a".strip(1),
    lambda: "a".removeprefix(1),
    lambda: "a".join(b"a"),
    lambda: "a".join([b"a"]),
):
    try:
        print(call())
    except TypeError as e:
        print(e)
