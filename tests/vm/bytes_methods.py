# Methods of bytes
b = b"Hello World"
print(b.upper(), b.lower(), b.title(), b.swapcase(), b.capitalize(), b.find(b"o"), b.rfind(b"o"), b.find(111), b.index(b"W"), b.count(b"l"), b.count(108))
print(b.split(), b.split(b"o"), b.split(b" ", 1), b.rsplit(b"o", 1), b.replace(b"l", b"L"), b.replace(b"l", b"", 1), b.partition(b" "), b.rpartition(b"o"))
print(b.startswith(b"He"), b.endswith((b"x", b"ld")), b"  x ".strip(), b"xxaxx".strip(b"x"), b" a".lstrip(), b"a ".rstrip(), b"-".join([b"a", b"b"]), b"".join([]))
print(b"a".center(3, b"*"), b"a".ljust(3, b"."), b"a".rjust(3), b"5".zfill(3), b"a\nb\r\nc".splitlines(), b"a\tb".expandtabs(4))
print(b"abc".isalpha(), b"123".isdigit(), b" ".isspace(), b"ab".islower(), b"AB".isupper(), b"a1".isalnum(), b"abc".removeprefix(b"a"), b"abc".removesuffix(b"c"))
print(b"\x01\xab".hex(), b"\x01\xab".hex(":"), bytes.fromhex("01 ab FF"), b"abc".decode(), bytes.fromhex(""), b"\x01\x02\x03\x04".hex("-", 2))
print(b"abc".translate(bytes.maketrans(b"ab", b"xy")), b"abc".translate(None, b"b"))
for bad in (lambda: b.index(b"q"), lambda: b.split(""), lambda: b.find("x"), lambda: bytes.fromhex("0"), lambda: bytes.fromhex("zz"), lambda: b",".join(["x"])):
    try:
        bad()
    except (ValueError, TypeError) as e:
        print(type(e).__name__)
