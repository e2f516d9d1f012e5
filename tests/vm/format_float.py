# format() of floats, and round-trip repr beside it.
specs = ["", "f", ".0f", ".1f", ".3f", "10.2f", "<10.2f", "^10.2f", "=+10.2f", "010.2f", "+", " ", "e", ".0e", ".3e", "E", "g", ".0g", ".3g", ".10g", "G", "#g", "#.0f", "#.0e", "%", ".1%", ",", ",.2f", "_.1f", "020,.3f", "n", ".3", ".1", ".15", ".17", "+.2", "z", "z.0f", "z.1f", "*^15",
         "#", "#.3", "F", ".20f", ".25g", "015,", "z.1e", "z%"]
values = [0.0, -0.0, 1.0, -1.0, 0.5, 1.5, 2.5, 3.14159265358979, 100.0, 123456.0, 1234567.0, 123456789.123, 1e15, 1e16, 1e17, 1e22, 1e23, 1e100, 1e-4, 1e-5, 1.005, 0.05, 0.1, 99.99, 999999.5, 0.0001234, 5e-324, 1.7976931348623157e308, -0.04,
          float("inf"), float("-inf"), float("nan")]
for v in values:
    print(repr(v), [format(v, s) for s in specs])
for s in ("d", "x", "s", "c", "b", "5.2q", "é"):
    try:
        print(format(1.5, s))
    except ValueError as e:
        print(e)
for v in (1 + 2j, -1.5 - 0.5j, 0j, 3j, complex(-0.0, 1), complex(1e20, float("inf"))):
    print(repr(v), [format(v, s) for s in ("", ".2f", "e", "g", "20", "<20", "^20.1f", "+", "+.3g", ",.1f", ".3")])
for s in ("=10", "010", "d", "%"):
    try:
        print(format(1j, s))
    except ValueError as e:
        print(e)
