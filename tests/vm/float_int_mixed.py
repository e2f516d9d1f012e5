# int and float compare and hash as the exact numbers they are.
from awkward import Numbers, attempt

r = Numbers(13)
for i in range(200):
    a, f = r.integer(80), r.real()
    g = float(a)
    print(a == g, a < g, a > g, a <= g, a >= g, a != g, a < f, a > f, f == a, a == int(g), hash(g) == hash(int(g)))
    print(a + 0.5, f - a if abs(f) < 1e300 else "", a * 0.25, a / 3.0, g // 7, g % 7, divmod(g, -3.5))
inf, nan, big = float("inf"), float("nan"), 10**400
print(big < inf, big > -inf, big == inf, big < nan, big == nan, big > 1e308, -big < -1e308, inf == inf, 2**53 + 1 > 2.0**53, 2**53 == 2.0**53, 10**16 + 1 == 1e16)
print(sorted([3, 1.5, 2**70, -1, True, -(2**70), -inf, 2.0**69]), max(1, 2.5), min(1, 2**70), sum([1, 2.5, 2**70]))
print({1: 2}[1.0], {1: 2}[True], {1.0: 5}[1], {2**70: 1}[2.0**70], 1.0 in {1}, hash(1) == hash(1.0) == hash(True) == hash(1 + 0j))
for text in ("big * 1.0", "1.0 + big", "1.5 - big", "big / 10**399", "big / 3", "3 / big", "big // 0.5", "int(inf)", "int(nan)", "int(-inf)", "float(big)", "2.0 ** 10000", "round(inf)", "round(nan)",
             "inf.as_integer_ratio()", "nan.as_integer_ratio()"):
    print(text, attempt(eval, text, globals()))
