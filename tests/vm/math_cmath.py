import cmath

from awkward import attempt


def show(z):
    if isinstance(z, complex):
        return "%.10g %.10g" % (z.real, z.imag)
    if isinstance(z, float):
        return "%.10g" % z
    if isinstance(z, tuple):
        return tuple(show(x) for x in z)
    return z


values = (0, 1, -1, 1j, -1j, 1 + 2j, -3.5 + 0.25j, 2, 100, 0.5 - 0.1j, 2.5, True, "x")
for name in "acos acosh asin asinh atan atanh cos cosh exp log log10 sin sinh sqrt tan tanh phase polar isfinite isinf isnan".split():
    for v in values:
        print(name, v, show(attempt(getattr(cmath, name), v)))
print(show(cmath.rect(2, 1)), cmath.rect(0, 1), cmath.rect(1, 0), show(cmath.log(100, 10)), cmath.isclose(1 + 1j, 1 + 1j + 1e-12), cmath.isclose(1, 2j), cmath.infj, cmath.nanj, cmath.pi)
print(attempt(cmath.exp, 1000), attempt(cmath.log, 0), attempt(cmath.rect, 1, float("inf")), cmath.sqrt(-1), cmath.sqrt(-4 + 0j))
