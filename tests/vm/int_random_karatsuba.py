# Products above the size where they are split, checked by what must hold whatever the method.
from awkward import Numbers

r = Numbers(5)
for a_bits, b_bits in ((2304, 2304), (2400, 2336), (5000, 5000), (9000, 2500), (20001, 7003), (40000, 40000)):
    for i in range(3):
        a, b, c = r.bits(a_bits) | 1 << a_bits, r.bits(b_bits) | 1 << b_bits, r.bits(b_bits)
        p = a * b
        print(p == b * a, p // a == b, p % b == 0, a * (b + c) == p + a * c, (a + b) ** 2 == a * a + 2 * p + b * b, p % 1000000007)
        print(a * a == a**2, (a - b) * (a + b) == a * a - b * b, (p + c) // b == a + c // b, (p + c) % b == c % b)
    ones = (1 << a_bits) - 1
    print(ones * ones == (1 << 2 * a_bits) - (1 << a_bits + 1) + 1)
