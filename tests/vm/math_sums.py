import math

from awkward import Numbers, attempt

r = Numbers(22)
for i in range(200):
    x = [(r.word() % 2000000 - 1000000) / 997 for _ in range(r.word() % 6)]
    print(math.fsum(x), math.hypot(*x), math.dist(x, x[::-1]), math.prod(x))
    y = [r.real() for _ in range(5)]
    print(attempt(math.fsum, [v for v in y if abs(v) < 1e300]))
print(math.fsum([0.1] * 10), math.fsum([1e100, 1.0, -1e100]), math.fsum([1, 1e-16, 1e-16]), math.fsum([]), math.fsum([1e16, 1, 1e-16]), math.fsum([2**53, 1, 2**-60]))
print(attempt(math.fsum, [1e308, 1e308]), attempt(math.fsum, [math.inf, -math.inf]), math.fsum([math.inf, 1]), math.fsum([math.nan, 1]), attempt(math.fsum, ["x"]), attempt(math.fsum, 5))
print(math.prod([1, 2, 3], start=5), math.prod([]), math.prod([2**70, 2**70]), math.prod([1.5, 2]), math.prod(["a", 3], start=1), attempt(math.prod, 5))
print(math.isclose(1, 1 + 1e-10), math.isclose(1, 1.1), math.isclose(0, 1e-10, abs_tol=1e-9), math.isclose(1, 2, rel_tol=0.5), attempt(math.isclose, 1, 2, rel_tol=-1), math.isclose(math.inf, math.inf), math.isclose(math.nan, math.nan))
print(math.hypot(), math.hypot(3, 4), math.hypot(1e200, 1e200), math.hypot(5e-324, 5e-324), math.hypot(math.inf, math.nan), math.hypot(1, 2, 3, 4), math.hypot(-7), math.dist([1], [4]), attempt(math.dist, [1], [1, 2]), math.dist((0, 0), (3, 4)), math.hypot(3e-320, 4e-320))
