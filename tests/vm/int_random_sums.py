from awkward import Numbers

r = Numbers(1)
for max_bits in (34, 50, 66, 130, 500, 3000):
    for i in range(60 if max_bits < 1000 else 8):
        a, b = r.integer(max_bits), r.integer(max_bits if i & 1 else max_bits // 2)
        print(a, b)
        print(a + b, a - b, b - a, a * b, a * a, -a, +a, ~a, abs(a))
        print(a == b, a != b, a < b, a <= b, a > b, a >= b, a == a + 0, bool(a))
