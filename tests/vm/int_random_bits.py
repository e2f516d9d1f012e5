from awkward import Numbers

r = Numbers(3)
for max_bits in (34, 50, 66, 130, 500):
    for i in range(60):
        a, b, s = r.integer(max_bits), r.integer(max_bits if i & 1 else max_bits // 2), r.word() % 150
        print(a & b, a | b, a ^ b, a & -b, -a | b, a << s, a >> s, (a << s) >> s == a)
        print(a.bit_length(), a.bit_count(), hex(a), oct(b), bin(b))
print(1 >> (1 << 70), -1 >> (1 << 70), 0 << (1 << 70), -1 >> 0, -(1 << 64) >> 64, -((1 << 64) + 1) >> 64)
