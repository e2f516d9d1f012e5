# Methods that bytes and bytearray share with str.
for t in (bytes, bytearray):
    x = t(b"Hello, World hello")
    print(x.upper(), x.lower(), x.title(), x.capitalize(), x.swapcase(), t(b"\xe9A\xc9").lower(), t(b"a\xe9b").title())
    print(x.find(b"l"), x.find(108), x.rfind(b"l"), x.count(b"l"), x.count(108), x.index(b"W"), x.rindex(111), x.find(b"zz"), x.find(b"l", 5), x.find(b"", 50))
    print(b"W" in x, 87 in x, b"" in x, 255 in x, x.startswith(b"He"), x.endswith((b"x", b"hello")), x.startswith(bytearray(b"He")))
    print(x.split(), x.split(b","), x.rsplit(b" ", 1), x.partition(b", "), x.rpartition(b" "), t(b"a\nb\r\nc\x0bd\x1ce").splitlines(True), t(b" a\x1cb ").split())
    print(x.replace(b"l", b"L", 2), x.replace(b"", b"."), x.strip(b"Ho"), t(b" \t\x0b\x1c").strip(), x.removeprefix(b"Hello"), x.removesuffix(b"hello"))
    print(t(b",").join([b"a", bytearray(b"b"), memoryview(b"c")]), t(b"ab").center(6, b"*"), t(b"ab").ljust(5), t(b"ab").rjust(5, b"-"), t(b"-5").zfill(5), t(b"a\tb").expandtabs(4))
    print([getattr(t(v), m)() for m in ("isalnum", "isalpha", "isascii", "isdigit", "islower", "isspace", "istitle", "isupper") for v in (b"", b"a1", b"A", b"\xe9", b" \x0b", b"\x1c", b"Ab")])
    print(x[0], x[-1], x[1:5], x[::-3], x[5:1], len(x), x + b"!", x * 2, 2 * t(b"a"), x == b"Hello, World hello", t(b"a") < b"b", t(b"a") == "a")
    print(t(b"abc").translate(bytes(range(1, 256)) + b"\x00"), t(b"abc").translate(None, b"b"), t(b"abc").translate(None, delete=b"ac"), t.maketrans(b"ab", b"xy")[95:100])
    for call in (lambda: x.find("a"), lambda: x.find(256), lambda: x.split("a"), lambda: x.split(b""), lambda: x.join(["a"]), lambda: x.join(b"ab"), lambda: x.startswith("a"), lambda: x.startswith((b"a", "b")),
                 lambda: x.replace("a", b"b"), lambda: "a" in x, lambda: None in x, lambda: 300 in x, lambda: x + "a", lambda: x + 5, lambda: x * "a", lambda: x["a"], lambda: x[100], lambda: x.center(5, b"xx"),
                 lambda: x.center(30, "x"), lambda: x.index(b"zz"), lambda: x.strip("a"), lambda: x.partition("a"), lambda: x < "a", lambda: x.translate(b"short"), lambda: t.maketrans(b"a", b"bc"), lambda: x.count(None), lambda: x.removeprefix("a")):
        try:
            print(call())
        except (TypeError, ValueError, IndexError) as e:
            print(type(e).__name__, e)
