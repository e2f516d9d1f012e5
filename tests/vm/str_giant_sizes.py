# skip-32: counts beyond 31 bits raise OverflowError there, as in a 32-bit CPython.
# Sizes, widths, counts and indexes that no memory can hold: an exception or a right answer, at once.
from array import array
sizes = [2**31 - 2, 2**31 - 1, 2**31, 2**32 - 1, 2**32, 2**33 + 5, 2**47, 2**48, 2**60, 2**62, 2**63 - 1, 2**63, 2**64, 10**30]
calls = [
    ("center", lambda n: "ab".center(n)), ("ljust", lambda n: "ab".ljust(n, "é")), ("zfill", lambda n: b"ab".zfill(n)), ("expandtabs", lambda n: "a\tb\tc".expandtabs(n)),
    ("mul", lambda n: "abc" * n), ("bytes mul", lambda n: b"abc" * n), ("bytes", lambda n: bytes(n)), ("bytearray", lambda n: bytearray(n)), ("array mul", lambda n: array("d", [1, 2]) * n),
    ("imul", lambda n: bytearray(b"abc").__imul__(n)), ("format width", lambda n: "{:%d}" % n and format(5, str(n))), ("format str", lambda n: format("é", "日<%d" % n)),
    ("percent", lambda n: "%*d" % (n, 1)), ("percent2", lambda n: ("%%%dd" % n) % 5), ("percent3", lambda n: ("%%.%dd" % n) % 5),
    ("field", lambda n: ("{:%d}" % n).format("x")), ("bytes rjust", lambda n: bytearray(b"x").rjust(n)),
]
for name, f in calls:
    out = []
    for n in sizes[7:]:
        try:
            f(n)
            out.append("ok")
        except (MemoryError, OverflowError, ValueError):
            out.append("no")
    print(name, out)
answers = [
    lambda n: "abc".find("b", n), lambda n: "abc".find("b", -n), lambda n: "abc"[n:], lambda n: "abc"[-n:n], lambda n: "abc"[::n], lambda n: "abc"[::-n], lambda n: "a,b,c".split(",", n), lambda n: "aaa".replace("a", "b", n), lambda n: "aé日"[n:], lambda n: "aé日"[::-n], lambda n: "a é".split(None, n),
    lambda n: format("abc", ".%d" % n), lambda n: bytearray(b"abc")[n:], lambda n: memoryview(b"abc")[::n].tobytes(), lambda n: memoryview(b"abc")[-n::-n].tolist(), lambda n: "abc" * -n, lambda n: "abc".center(-n), lambda n: array("i", [1, 2])[::-n], lambda n: "".join(["a"]).count("", -n, n),
]
for i, f in enumerate(answers):
    out = []
    for n in sizes:
        try:
            out.append(f(n))
        except (OverflowError, ValueError) as e:
            out.append("no" if n < 2**63 - 1 else "big")
    print(i, out[:2], len(set(map(str, out[:9]))))
for n in sizes:
    for f in (lambda: "abc"[n], lambda: b"abc"[-n], lambda: bytearray(b"abc").pop(n), lambda: memoryview(b"abc")[n], lambda: array("i", [1])[-n], lambda: "{%d}".format(1), lambda: ("{%d}" % n).format(1)):
        try:
            f()
            print("found?")
        except (IndexError, OverflowError, ValueError, KeyError):
            pass
a = bytearray(b"abc")
a.insert(2**40, 100)
a.insert(-2**60, 96)
print(a)
