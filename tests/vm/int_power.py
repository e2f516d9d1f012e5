from awkward import Numbers, attempt

r = Numbers(6)
for i in range(40):
    a = r.integer(70)
    print(a, a ** (i % 12), pow(a, 3), (-a) ** 2)
for i in range(120):
    bits = (30, 50, 64, 130, 500)[i % 5]
    a, e, m = r.integer(bits), r.natural(bits), r.natural(bits) + 1
    print(pow(a, e, m), pow(a, e, -m), attempt(pow, a, -1, m), attempt(pow, a, -3, m))
print(2**0, 0**0, 0**5, 1**10**30, (-1) ** (10**30), (-1) ** (10**30 + 1), 2**200, (-2) ** 63, 10**40, 2**-2, (-2) ** -3)
for text in ("pow(2, 3, 0)", "pow(2, -1, 4)", "0 ** -1", "pow(2, 3, 1)", "pow(2, 0, 1)", "pow(5, 0, 7)", "pow(2.0, 3, 5)", "pow(2, 3, -5)"):
    print(text, attempt(eval, text, globals()))
