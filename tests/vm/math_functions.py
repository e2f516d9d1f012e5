import math

from awkward import attempt


def show(x):
    if isinstance(x, float):
        return "%.11g" % x
    if isinstance(x, tuple):
        return tuple(show(y) for y in x)
    return x


inf, nan = math.inf, math.nan
values = (0.0, -0.0, 1.0, -1.0, 0.5, -0.5, 2.0, -2.0, 3.7, -3.7, 100.0, -100.0, 1e-10, 1e10, 710.0, -750.0, 1e300, 1e308, inf, -inf, nan, 5e-324, 171.0, 172.0, 7, True, 10**400, "x", None)
for name in ("acos acosh asin asinh atan atanh cbrt ceil cos cosh degrees erf erfc exp exp2 expm1 fabs floor frexp gamma isfinite isinf isnan lgamma "
             "log log10 log1p log2 modf radians sin sinh sqrt tan tanh trunc ulp").split():
    if not hasattr(math, name):
        continue
    for v in values:
        print(name, v if v != 10**400 else "10**400", show(attempt(getattr(math, name), v)))
for name in "atan2 copysign fmod pow remainder nextafter hypot log ldexp".split():
    for a in values[:24]:
        for b in values[:24]:
            print(name, a, b, show(attempt(getattr(math, name), a, b)))
print(math.pi, math.e, math.tau, math.inf, math.nan)
