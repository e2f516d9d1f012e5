# Floor division and modulo agree for all signs, small and big, ints and floats
values = [-7, -2, -1, 1, 2, 7, 10**15, -(10**15), 10**30, -(10**30)]
for a in values:
    row = []
    for b in values:
        q, r = divmod(a, b)
        assert q * b + r == a and q == a // b and r == a % b
        assert r == 0 or (r < 0) == (b < 0)
        row.append(r)
    print(a, row)
for a in (7.5, -7.5, 0.0, -0.0):
    print([(a // b, a % b, divmod(a, b)) for b in (2, -2, 0.5, -3.0)])
print(5.0 // 0.1, 5.0 % 0.1, 1e20 % 3, -1e-20 % 3, 3 % float("inf"), -3 % float("inf"))
