# Around the edges of small integers of 30, 31, 32, 47, 48, 62, 63 bits
for n in (29, 30, 31, 32, 46, 47, 48, 51, 52, 53, 61, 62, 63, 64):
    p = 2**n
    for v in (p - 1, p, p + 1, -p - 1, -p, -p + 1):
        a, b, c = v + 1, v - 1, v * 2
        assert a - 1 == v and b + 1 == v and c // 2 == v and c - v == v
        assert -(-v) == v and ~~v == v and abs(v) >= 0
        assert v * v == v**2 and (v * v) // v == v and (v * v) % v == 0
        assert (v << 3) >> 3 == v and v ^ v == 0 and v & -1 == v and v | 0 == v
        assert int(str(v)) == v and int(hex(v), 16) == v
        assert hash(v) == hash(v + 1 - 1) and {v: 1}[v + 5 - 5] == 1
        assert float(v) == v or n > 52
        assert divmod(v, 7) == (v // 7, v % 7) and v // 7 * 7 + v % 7 == v
        assert divmod(v, -7) == (v // -7, v % -7) and v // -7 * -7 + v % -7 == v
    print(n, p - 1 + 1, -p - 1, (p - 1) * (p - 1), -p * -p, p * -p, -p // -1, abs(-p))
i = 2**30 - 3
for _ in range(6):
    i += 1
    print(i, end=" ")
i = -(2**62) + 3
for _ in range(6):
    i -= 1
    print(i, end=" ")
i = 2**47 - 2
while i < 2**47 + 2:
    i += 1
print(i)
