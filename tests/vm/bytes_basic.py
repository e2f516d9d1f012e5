# bytes: making, indexing, operators, repr
print(b"abc", bytes(3), bytes([65, 66]), bytes(b"x"), bytes("é", "utf-8"), bytes(range(5)), bytes(), b"")
b = b"hello"
print(b[0], b[-1], b[1:3], b[::-1], b[::2], len(b), list(b), 104 in b, b"ell" in b, b"z" not in b)
print(b + b"!", b * 2, 0 * b, b == b"hello", b != "hello", b < b"help", b"" < b"a", hash(b) == hash(b"hello"), {b: 1}[b"hello"])
print(bytes(range(256)))
print(b"\x00\n\t\r\\'\"", b"it's", b'"', b"'\"")
for bad in (lambda: bytes([256]), lambda: bytes([-1]), lambda: bytes("x"), lambda: bytes(-1), lambda: b[9], lambda: b + "x", lambda: bytes([1.5])):
    try:
        bad()
    except (ValueError, TypeError, IndexError) as e:
        print(type(e).__name__)
try:
    b[0] = 1
except TypeError as e:
    print(e)
for x in b"ab":
    print(x, end=" ")
print(bool(b""), bool(b"\0"), max(b), sum(b"\x01\x02"), sorted(b"cab"), bytes(reversed(b"abc")), b"a" b"b", tuple(b"ab"))
