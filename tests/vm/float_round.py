from awkward import Numbers, attempt

r = Numbers(14)
for i in range(200):
    f = r.real()
    print(f, attempt(round, f), [attempt(round, f, n) for n in (-3, -1, 0, 1, 2, 5, 15)])
print(round(2.5), round(3.5), round(-2.5), round(2.675, 2), round(5.015, 2), round(0.5, 0), round(1.5, None), round(1e300, -299), round(1e16, -16), round(5e15, -16),
      round(0.15, 1), round(0.25, 1), round(0.35, 1), round(-0.4), round(-0.4, 0), round(1.5e-10, 323), round(5e-324, 330), round(123.456, -400))
print(attempt(round, 1.7e308, -308), attempt(round, float("inf"), 2), attempt(round, 1.5, "x"), attempt(round, "x"))
print((2.5).__round__(), (2.5).__round__(1), (2.7).__trunc__(), (2.7).__floor__(), (2.2).__ceil__(), (1.5).is_integer(), (2.0).is_integer(), float("inf").is_integer())
print((1.5).as_integer_ratio(), (0.1).as_integer_ratio(), (-1e20).as_integer_ratio(), (5e-324).as_integer_ratio()[1] == 2**1074, (0.0).as_integer_ratio())


class Mine:
    def __round__(self, *n):
        return n


print(round(Mine()), round(Mine(), 2))
