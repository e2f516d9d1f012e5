from awkward import attempt


class Has:
    def __float__(self):
        return 2.5


class Index:
    def __index__(self):
        return 3


class Wrong:
    def __float__(self):
        return 1


class Mine(float):
    def __float__(self):
        return 3.25


for v in ("12", " 1.5 ", b"2.5", bytearray(b"3"), True, 2**70, 1.5, None, [], 1j, "\u0663.\u0664", "\u20031.5\u2003", "x" * 5, b"\xff"):
    print(ascii(v), attempt(float, v))
for v in (Has(), Index(), Wrong(), Mine(1.5)):
    print(type(v).__name__, attempt(float, v))
print(float(), attempt(float, 1, 2), attempt(float, x=1), Mine("2.5") + 1, type(Mine(2)).__name__, repr(Mine(1.5)), Mine(2) == 2, type(Mine(1) + 1).__name__)
print((1.5).real, (1.5).imag, (1.5).conjugate(), type(Mine.fromhex("0x1p1")).__name__)
