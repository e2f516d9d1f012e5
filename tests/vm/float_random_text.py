from awkward import Numbers, attempt

r = Numbers(11)
for i in range(600):
    f = r.real()
    p = r.word() % 25
    print(repr(f), float(repr(f)) == f or f != f, str(-f), "%.*e|%.*f|%.*g|%#.*g|%+.*f" % (p, f, p, f, p, f, p, f, p, f))
    text = "%d.%de%d" % (r.bits(r.word() % 100), r.bits(r.word() % 90), r.word() % 700 - 350)
    print(text, float(text), float("-" + text))
for k in range(-1074, 1024, 7):
    f = 2.0**k
    print(f, f * 3 if k < 1022 else "", float(repr(f)) == f)
for k in range(-320, 309, 3):
    print(float("1e%d" % k), float("9.999999999999999e%d" % k if k < 308 else "1"), float("123456789012345678e%d" % (k - 17)))
