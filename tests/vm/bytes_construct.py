# bytes(...) and bytearray(...) in all their forms.
class HasBytes:
    def __bytes__(self):
        return b"from bytes"


class BadBytes:
    def __bytes__(self):
        return "text"


class Index:
    def __index__(self):
        return 3


class Seq:
    def __len__(self):
        return 2

    def __getitem__(self, i):
        if i > 1:
            raise IndexError
        return i + 65


calls = [lambda t: t(), lambda t: t(5), lambda t: t(0), lambda t: t(-1), lambda t: t(b"abc"), lambda t: t(bytearray(b"x")), lambda t: t(memoryview(b"view")[::2]),
         lambda t: t([1, 2, 255]), lambda t: t((1, 2)), lambda t: t(range(5)), lambda t: t(x for x in (7, 8)), lambda t: t("é", "utf-8"), lambda t: t("é", "ascii", "replace"),
         lambda t: t("abc"), lambda t: t([256]), lambda t: t([-1]), lambda t: t(["a"]), lambda t: t([1.5]), lambda t: t(1.5), lambda t: t(None), lambda t: t(Index()), lambda t: t(Seq()),
         lambda t: t(HasBytes()), lambda t: t(BadBytes()), lambda t: t(5, "utf-8"), lambda t: t(b"a", "utf-8"), lambda t: t("a", errors="strict"), lambda t: t(b"a", errors="strict"),
         lambda t: t({1: 2, 3: 4}), lambda t: t(True), lambda t: t("a", 5), lambda t: t(source="q", encoding="ascii"), lambda t: t([2**70]), lambda t: t({1, 1}), lambda t: t(b"x", "a", "b", "c")]
for i, call in enumerate(calls):
    for t in (bytes, bytearray):
        try:
            print(i, call(t))
        except (TypeError, ValueError, OverflowError) as e:
            print(i, type(e).__name__, "" if "argument" in str(e) and "given" in str(e) else e)
for call in (lambda: bytes(10**18), lambda: bytearray(2**62), lambda: bytes(10**30), lambda: b"ab" * 10**18, lambda: bytearray(b"ab") * 10**17):
    try:
        print(len(call()))
    except (MemoryError, OverflowError):
        print("too large")
b = b"same"
print(bytes(b) is b, b[:] is b, bytes(bytearray(b)) == b)
