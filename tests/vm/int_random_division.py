from awkward import Numbers, attempt

r = Numbers(2)
for max_bits in (34, 50, 66, 130, 500, 3000):
    for i in range(60 if max_bits < 1000 else 8):
        a, b, c = r.integer(max_bits), r.integer(max_bits if i & 1 else max_bits // 2), r.integer(max_bits // 3)
        if b:
            print(a // b, a % b, divmod(-a, b), a // b * b + a % b == a)
            print(attempt(lambda: a / b))
            q, m = divmod(a * b + c, b)
            print(q, m, q * b + m == a * b + c)
# Quotient digits that a first guess gets wrong.
for k in (32, 64, 96, 128):
    base = 1 << k
    for a in (base * base * base - 1, base * base * (base - 1), (base - 1) * base * base + base - 2, (base // 2) * base * base):
        for b in (base * base - 1, (base - 1) * base + 1, (base // 2) * base + base - 1, base * base // 2 + 1):
            q, m = divmod(a, b)
            print(q, m, 0 <= m < b, q * b + m == a)
