from awkward import attempt

values = (0.0, -0.0, 1.0, -1.0, 0.1, -0.1, 3.5, -3.5, 7, -7, 1e308, -1e308, 5e-324, float("inf"), float("-inf"), float("nan"), True)
for a in values:
    for b in values:
        print(a, b, attempt(lambda: a // b), attempt(lambda: a % b), attempt(divmod, a, b), attempt(lambda: a / b))
