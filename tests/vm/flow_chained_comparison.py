# Chained comparisons evaluate each operand once and stop early
def t(x):
    print("eval", x)
    return x


print(t(1) < t(2) < t(3))
print(t(3) < t(2) < t(1))
x = 5
print(1 < x <= 5 < 10, 1 < x > 3, x == 5 == 5.0, 1 < 3 != 3, not 1 < x < 3)
print(1 in [1, 2] == [1, 2], "a" in "ab" in ["ab"], x is x is not None)
print((1 < 2) < 3, 1 < (2 < 3))


class Odd:
    def __lt__(self, o):
        return []

    def __gt__(self, o):
        return "gt"


print(Odd() < 1 < 2, Odd() > 1 < 2, 1 < 2 < 3 < 2 < t(9))
