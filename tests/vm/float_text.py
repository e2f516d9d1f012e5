# Floats as text: shortest that reads back, exponents, special values
for x in (0.0, -0.0, 1.0, -1.5, 0.1, 0.2, 0.1 + 0.2, 1 / 3, 2 / 3, 100.0, 1e15, 1e16, 1e17, 123456789.123, 1e-4, 1e-5, 1.5e-7, 1e100, 1e-100, 1.7976931348623157e308, 5e-324, 2.2250738585072014e-308, 3.141592653589793, 1e22, 1e23, 9007199254740993.0, 4.35, 0.000123, 12345678901234567.0):
    print(x, repr(x), str(-x), float(repr(x)) == x)
print(float("inf"), -float("inf"), float("nan"), [1.0, 2.5], (0.5,), {1.5: 0.1})
print(float("1.5"), float(" -2e3 "), float("1_000.5"), float(".5"), float("5."), float("1e-5"), float("INF"), float("-Infinity"), float("NaN"), float("+3"), float(b"2.5"), float(7), float())
for bad in ("", "abc", "1.2.3", "1e", "e5", "--1", "1 2", "0x10", "."):
    try:
        print(float(bad))
    except ValueError as e:
        print(e)
print(1e3, 1.e2, .5e1, 1E5, 0e0, 1_0.5_0, 5e-1)
