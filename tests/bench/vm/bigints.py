# Big integers: factorials, powers, products, division, text, modular powers
def main():
    f = 1
    for i in range(1, 1300):
        f *= i
    a = 3**2500
    b = 7**1800
    total = 0
    for i in range(4000):
        total += (a * b + i) % 1000003
        total ^= (a // (b + i)) & 0xFFFF
    s = str(f)
    p = pow(1234567, 10**60 + 7, 2**127 - 1)
    x, y = 0, 1
    for i in range(20000):
        x, y = y, x + y
    return total, len(s), s[:12], p, x % 10**12, (a >> 1000) % 9973, int(s) == f
