# Integer arithmetic: signs, floor division, power, shifts, bits
for a in (7, -7, 0, 1, -1, 2**31, -(2**63)):
    for b in (2, -2, 3, -3, 10):
        print(a, b, a + b, a - b, a * b, a // b, a % b, divmod(a, b), a / b)
print(2**10, 2**0, (-2) ** 3, 2**-1, 0**0, (-1) ** 100, 10**18, 7**20, pow(3, 4, 5), pow(2, 100, 7), pow(3, -1, 7))
print(1 << 10, 1023 >> 3, -1 >> 5, -8 >> 1, 1 << 0, 5 & 3, 5 | 3, 5 ^ 3, ~5, -5 & 0xFF, -1 ^ 5, ~0, -4 | 1)
print(abs(-5), -(-5), +5, round(15, -1), round(25, -1), round(5), int(3.9), int(-3.9), int("42"), int(" -7 "), int(True))
for bad in (lambda: 1 << -1, lambda: 1 >> -1, lambda: 0**-1, lambda: pow(2, 3, 0), lambda: 1 // 0, lambda: 1 % 0, lambda: 1.5 & 1):
    try:
        print(bad())
    except (ValueError, ZeroDivisionError, TypeError) as e:
        print(type(e).__name__)
