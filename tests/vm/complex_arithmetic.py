from awkward import attempt


def show(z):
    if isinstance(z, complex):
        return "%.12g %.12g" % (z.real, z.imag)
    return z


values = (0, 1, -1, 1j, -1j, 1 + 2j, -3.5 + 0.25j, 2, 100, 1e300, 0.5 - 0.1j, True, 2**70)
for a in values:
    for b in values:
        if not isinstance(a, complex) and not isinstance(b, complex):
            continue
        print(a, b, a + b, a - b, show(attempt(lambda: a * b)), show(attempt(lambda: a / b)), show(attempt(lambda: a**b)), a == b, a != b)
for text in ("1j // 1", "1j % 1", "1j < 2j", "1j >= 1", "0j ** -1", "0j ** 1j", "1 / 0j", "1e200j ** 5", "-(1+2j)", "+(1+2j)", "~1j", "abs(3+4j)", "abs(1e308+1e308j)", "1+0j == 1", "1+0j == 1.0",
             "1j == 1", "1j != 1", "hash(1+0j) == hash(1)", "bool(0j)", "bool(1j)", "(1+2j).conjugate()", "(1+2j).real, (1+2j).imag", "divmod(1j, 1)", "round(1j)", "int(1j)", "float(1j)", "pow(1j, 2)",
             "(2+0j) == 2**70", "complex(2**70) == 2**70", "{1j: 5}[1j]", "1j in [1j]", "(1j).__complex__()", "(-8) ** (1/3) == (-8+0j) ** (1/3)", "sum([1j, 2, 3.5])", "1j * float('inf')"):
    print(text, show(attempt(eval, text, globals())))
