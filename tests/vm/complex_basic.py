# Complex numbers
a, b = 1 + 2j, 3 - 1j
print(a, b, a + b, a - b, a * b, a / b, -a, +a, a**2, abs(3 + 4j), a.real, a.imag, a.conjugate(), a == complex(1, 2), a != b)
print(1j * 1j, 2 + 0j == 2, complex(1), complex("1+2j"), complex(" -3j "), complex(1.5, -2.5), complex(), 1j, -1j, 0j, 5 + 1j, 1.5j)
print(a + 1, 2 * a, 1.5 + a, a - 1j, 1 / 2j, hash(2 + 0j) == hash(2), bool(0j), bool(1j), {1j: "x"}[1j])
for bad in (lambda: a < b, lambda: int(a), lambda: float(a), lambda: complex("x"), lambda: a // b, lambda: a % b, lambda: a / 0, lambda: 0j**-1):
    try:
        print(bad())
    except (TypeError, ValueError, ZeroDivisionError) as e:
        print(type(e).__name__)
print(repr(complex(0, -0.0)), complex(float("inf"), float("nan")), [1 + 1j], "%s" % (1j,), f"{1 + 2j}")
