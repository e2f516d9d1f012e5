from awkward import Numbers

r = Numbers(8)
for i in range(60):
    a = r.integer(120)
    print(a, [round(a, -k) for k in range(0, 40, 3)])
print([round(n, -1) for n in range(-35, 36, 5)], round(1250, -2), round(1350, -2), round(True, -1), round(5, 10**30))
print(round(10**30 + 5, -1), (15).__round__(-1), (7).__trunc__(), (7).__floor__(), (7).__ceil__(), round(7, None), round(7))
