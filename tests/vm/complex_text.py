from awkward import attempt

nan, inf = float("nan"), float("inf")
for z in (1 + 2j, 1j, -1j, -0.0 + 1j, complex(-0.0, 1), complex(0, -0.0), complex(nan, inf), complex(-inf, nan), complex(1e20, 1e-20), complex(1e16, 1.5), 0j, complex(3), complex(0.1, -0.2)):
    print(z, repr(z), [z])
for text in ("1+2j", "(3j)", " -j ", "1e3-4.5e-2j", "inf+nanj", "1 + 2j", "", "j", "+j", "1+j", "1_0+2_0j", "(1", "1+2", "infj", "-infinityj", "x", " ( 1+2j ) ", "1e5j", "+1-1j", "1+-2j", "()", "1j+2", ".5j", "1.+.5J"):
    print(repr(text), attempt(complex, text))


class Has:
    def __complex__(self):
        return 1 + 2j


class Floaty:
    def __float__(self):
        return 2.5


class Mine(complex):
    pass


print(complex(Has()), complex(Floaty()), complex(1j, 2j), complex(1 + 1j, 2 + 2j), complex(imag=3), complex(1, 2.5), complex(Has(), 1), complex(True, 2**70))
print(attempt(complex, 1, 2, 3), attempt(complex, "1", 2), attempt(complex, 1, "2"), attempt(complex, []), attempt(complex, 1, []))
print(Mine(1, 2) + 1, type(Mine(1, 2)).__name__, type(Mine(1) + 1).__name__, Mine("1+2j"))
