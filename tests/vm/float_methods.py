# hex, fromhex, is_integer, as_integer_ratio, real, imag
print((1.5).hex(), (0.1).hex(), (-2.0).hex(), (0.0).hex(), float.fromhex("0x1.8p0"), float.fromhex("0x1p-3"), float.fromhex("1.5"), float.fromhex("-inf"))
print((2.0).is_integer(), (2.5).is_integer(), float("inf").is_integer(), (0.5).as_integer_ratio(), (0.1).as_integer_ratio(), (-3.0).as_integer_ratio())
print((1.5).real, (1.5).imag, (1.5).conjugate(), float.__name__)
