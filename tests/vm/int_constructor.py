from awkward import attempt


class Index:
    def __index__(self):
        return 3


class All:
    def __int__(self):
        return 5

    def __float__(self):
        return 2.5

    def __index__(self):
        return 6


class Wrong:
    def __int__(self):
        return "x"

    def __index__(self):
        return 1.0


class Mine(int):
    pass


class Other(int):
    def __int__(self):
        return 99


for v in ("12", " 12 ", "\n+7\t", "-0", "1_000", "1__0", "_1", "1_", "0x10", "", "   ", "+", "- 1", "1.5", "abc", "12a", "1\x00", "\u0663\u0664",
          "\u2003 5\u3000", b"12", bytearray(b"34"), b"\xff", 3.99, -3.99, True, None, [], 1j, 1e30, float("inf"), float("nan")):
    print(ascii(v), attempt(int, v))
for v in (Index(), All(), Wrong(), Mine(4), Other(4)):
    print(type(v).__name__, attempt(int, v), type(attempt(int, v)).__name__)
for text, base in (("ff", 16), ("0xff", 16), ("0xff", 0), ("0b11", 0), ("0o17", 0), ("017", 0), ("0", 0), ("00", 0), ("0_0", 0), ("0x_f", 0),
                   ("zz", 36), ("ZZ", 36), ("12", 2), ("12", 37), ("12", 1), ("12", -1), (12, 10), ("0b1", 16), ("0x", 16), ("-0xff", 16),
                   (b"ff", 16), ("9" * 30, 10), ("1" * 100, 2), ("7" * 60, 8), ("z" * 50, 36), ("11", Index())):
    print(text, attempt(int, text, base))
print(int(), attempt(int, base=3), int("11", base=3), attempt(int, 1, 2, 3), int("0", 36), Mine("7") + 1, type(Mine("7")).__name__)
