# Format specifications on floats
for spec in ("", "f", ".0f", ".2f", "10.3f", "<10.3f", "+.1f", "010.2f", "e", ".2e", "E", "g", ".3g", ".10g", "%", ".1%", ",", ",.2f", "_.1f", "n", "5", "*^12", " .3f", "G", "#.0f", "012", "+"):
    print(repr(spec), [format(x, spec) for x in (0.0, 1.0, -2.5, 3.14159265, 1e10, 1.5e-7, 123456.789)])
for x in (float("inf"), float("-inf"), float("nan"), -0.0):
    print([format(x, s) for s in ("", "f", ".2e", "8", "08", "+", "%", "g")])
print(format(0.5, ".0f"), format(1.5, ".0f"), format(2.5, ".0f"), format(1e22, "f"), format(1e300, ".3g"), format(0.1, ".20f"), format(1 / 3, ".17g"))
print(format(9.995, ".2f"), format(0.000001, ""), format(1e16, ""), format(123456789.0, ".3"), format(5e-324, "g"))
