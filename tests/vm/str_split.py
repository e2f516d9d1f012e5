# split, rsplit, splitlines, partition, rpartition.
texts = ["a,b,,c,", "  two  words ", "", ",", "one", "a\tb\nc\x0bd\x1ce\u3000f\xa0g", "a--b--c", "日,本", "   "]
for t in texts:
    print(t.split(), t.rsplit(), t.split(None, 1), t.rsplit(None, 1), t.split(None, 0), t.rsplit(None, 0))
    for sep in (",", "--", "o", "日", " "):
        print(t.split(sep), t.split(sep, 1), t.rsplit(sep, 1), t.split(sep, 0), t.split(sep, maxsplit=-5))
        print(t.partition(sep), t.rpartition(sep))
print("a b c".split(sep=None, maxsplit=1), "a b c".split(maxsplit=1), "a,b".rsplit(sep=","))
lines = "one\ntwo\r\nthree\rfour\x0bfive\x0csix\x1cseven\x1deight\x1enine\x85ten\u2028eleven\u2029\n\nend"
print(lines.splitlines())
print(lines.splitlines(True))
print("".splitlines(), "\n".splitlines(), "a\n".splitlines(keepends=True), "\r\r\n".splitlines(True))
for call in (
    lambda: "a".split(""),
    lambda: "a".rsplit(""),
    lambda: "a".partition(""),
    lambda: "a".split(1),
    lambda: "a".split(b"a"),
    lambda: "a".partition(1),
    lambda: "a".split("a", "b"),
):
    try:
        print(call())
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
s = "whole"
print(s.split(",")[0] is s, s.partition(",")[0] is s)
