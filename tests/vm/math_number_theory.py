import math

from awkward import Numbers, attempt

r = Numbers(21)
for bits in (20, 40, 64, 140, 1000):
    for i in range(40 if bits < 1000 else 8):
        a, b, c = r.integer(bits), r.integer(bits), r.integer(bits // 2)
        print(math.gcd(a, b), math.gcd(a * c, b * c), math.lcm(a, b), math.isqrt(abs(a)), math.isqrt(a * a), math.isqrt(a * a - 1) if a else 0)
for n in (0, 1, 2, 3, 5, 10, 20, 21, 30, 33, 50, 100, 200, 333, 1000):
    print(n, math.factorial(n))
for n in range(0, 40, 3):
    print([math.comb(n, k) for k in range(0, 40, 4)], [math.perm(n, k) for k in range(0, 12, 2)])
print(math.comb(1000, 500), math.perm(300, 100), math.perm(5), math.gcd(), math.gcd(12), math.gcd(12, 18, 27), math.lcm(), math.lcm(2, 3, 4), math.lcm(5, 0), math.comb(10**20, 2), math.perm(10**20, 3))
for text in ("isqrt(-1)", "isqrt(2.5)", "factorial(-1)", "factorial(2.5)", "factorial('x')", "gcd(1.5, 2)", "lcm('x')", "comb(-1, 2)", "comb(2, -1)", "perm(-1, 2)", "perm(2, -1)", "comb(2.5, 1)", "perm(-3)"):
    print(text, attempt(eval, "math." + text, globals()))
print(math.log(10**400), math.log2(2**5000), "%.12g" % math.log10(10**1000), math.log(2**3000, 2), attempt(math.log, 0), attempt(math.log, -5), attempt(math.log, 10, 1), math.floor(-2.5), math.ceil(-2.5), math.trunc(-2.5), math.floor(1e300) == int(1e300))
