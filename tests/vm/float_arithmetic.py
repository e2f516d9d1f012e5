# Floats: operators with ints and each other, special values, comparison
print(1.5 + 2, 3 - 0.5, 2.5 * 4, 7 / 2, 7.0 // 2, -7.5 // 2, 7.5 % 2, -7.5 % 2, 2.0**3, 2**0.5, (-8) ** 3.0, 4**-0.5, 1e200 * 1e200, -1e200 * 1e200)
inf, nan = float("inf"), float("nan")
print(inf + 1, inf - inf, inf * 0, 1 / inf, -1 / inf, nan == nan, nan != nan, nan < 1, inf > 10**400, -inf < -(10**400), inf == inf)
print(0.1 + 0.2 == 0.3, 0.5 == 1 / 2, 1.0 == 1, 1.5 > 1, 2**53 == 2.0**53, 2**53 + 1 == 2.0**53, 1e30 > 10**29, 10**16 + 1 < 1e16, 1 < 1.5 < 2)
print(round(2.5), round(3.5), round(-2.5), round(2.675, 2), round(1234.5678, -2), round(0.5), round(1.5), type(round(2.0)).__name__, type(round(2.0, 0)).__name__, round(1e20), round(2.345, 1))
print(int(1e15), int(-0.9), abs(-1.5), -0.0, 0.0 == -0.0, max(1, 2.5), min(1.0, 1), sum([0.1] * 10), divmod(7.5, 2), pow(2.0, 3), bool(0.0), bool(-0.1), bool(nan))
for bad in (lambda: 1.0 / 0, lambda: 1.0 // 0.0, lambda: 1.0 % 0, lambda: 0.0**-1, lambda: int(inf), lambda: int(nan), lambda: round(inf), lambda: 10.0**400, lambda: 1.5 << 1):
    try:
        print(bad())
    except (ZeroDivisionError, OverflowError, ValueError, TypeError) as e:
        print(type(e).__name__)
print(hash(1.0) == hash(1), hash(0.5) == hash(0.5), {1: "a"}[1.0], (0.0).is_integer(), (1.5).is_integer(), (0.75).as_integer_ratio())
x = 0.0
for i in range(1000):
    x += 0.001
print(x, 1e16 + 1, 1e16 + 2 - 1e16, 3.0 - 2.9, 1 - 0.9, 100 * 1.1, 4.35 * 100)
