# math: every usual function
import math

print(math.pi, math.e, math.inf, math.nan, math.tau if hasattr(math, "tau") else 2 * math.pi)
print(math.floor(2.7), math.ceil(2.1), math.trunc(-2.7), math.floor(-2.5), math.ceil(-2.5), math.floor(5), math.floor(1e20))
print(math.sqrt(16), math.sqrt(2), math.pow(2, 3), math.exp(1), math.log(math.e), math.log(8, 2), math.log2(8), math.log10(1000), math.expm1(1e-10), math.log1p(1e-10))
for f in (math.sin, math.cos, math.tan, math.asin, math.acos, math.atan, math.sinh, math.cosh, math.tanh, math.asinh, math.atanh):
    print("%.14g" % f(0.5), end=" ")
print("%.14g" % math.acosh(2))
print(math.atan2(1, -1), math.degrees(math.pi), math.radians(180), math.hypot(3, 4), math.fabs(-2), math.fmod(-7, 3), math.copysign(3, -0.0), math.modf(2.5), math.modf(-2.5), math.frexp(8.5), math.ldexp(0.5, 4))
print(math.isnan(math.nan), math.isinf(-math.inf), math.isfinite(1.0), math.isclose(1.0, 1.0 + 1e-12), math.isclose(1, 1.1, rel_tol=0.2), math.isclose(0, 1e-10, abs_tol=1e-9))
print(math.factorial(10), math.factorial(25), math.gcd(12, 18), math.erf(0.5), round(math.gamma(5), 9), round(math.lgamma(10), 9), math.erfc(0.5))
for bad in (lambda: math.sqrt(-1), lambda: math.log(0), lambda: math.log(-1), lambda: math.acos(2), lambda: math.factorial(-1), lambda: math.fmod(1, 0), lambda: math.floor(math.inf), lambda: math.exp(1000), lambda: math.sqrt("x"), lambda: math.pow(-1, 0.5), lambda: math.floor(math.nan)):
    try:
        print(bad())
    except (ValueError, OverflowError, TypeError) as e:
        print(type(e).__name__, end=" ")
print()
