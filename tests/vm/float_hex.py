from awkward import Numbers, attempt

r = Numbers(12)
for i in range(100):
    f = r.real()
    print(f.hex(), float.fromhex(f.hex()) == f or f != f, (-f).hex())
for text in ("0x1.8p+3", "1.8p3", "-0x.8", "0x1p-1074", "0x1p-1075", "0x1.8p-1075", "0x1p-1076", "0x1.fffffffffffff8p1023", "0x1.fffffffffffff7p1023", "inf", "-nan",
             "Infinity", " 0x1 ", "0x", "", "1.2.3", "0x1p", "0x1.00000000000008p0", "0x1.000000000000080000000001p0", "0x1.00000000000018p0",
             "0xffffffffffffffffffffp-40", "0x0p0", "-0x0p0", "0x1p2000", "g", "0x1.8p+3x"):
    print(text, attempt(float.fromhex, text))
print([f.hex() for f in (0.0, -0.0, 1.0, -1.5, 0.1, 5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, float("inf"), float("nan"))])
