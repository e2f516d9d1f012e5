# Format specifications on integers
for spec in ("", "d", "5", "<5", "^5", "05", "+", "+5", " ", "x", "#x", "08x", "#010x", "X", "b", "#b", "o", "c", ",", "_", "n", "e", ".2f", "%", "g", "*>8", "=8", "0=8", "^+9,", "-", "#X", "_b"):
    out = []
    for n in (0, 42, -7, 65, 123456789):
        if spec == "c" and n not in (42, 65):
            continue
        out.append(format(n, spec))
    print(repr(spec), out)
print(format(2**100, "x"), format(-(2**70), ","), format(2**65, "b"), format(True, "d"), format(10**20, "e"))
for spec in ("s", ".2", "q", "5.1d", ",x", "+c"):
    try:
        print(format(5, spec))
    except ValueError:
        print("ValueError")
