# Subclasses of int and float
class Even(int):
    def __new__(cls, v):
        return super().__new__(cls, v // 2 * 2)

    def __repr__(self):
        return "Even(%d)" % self

    def half(self):
        return self // 2


e = Even(7)
print(e, repr(e), e + 1, type(e + 1).__name__, e.half(), e == 6, hash(e) == hash(6), [10, 20, 30, 40, 50, 60, 70][e])
print(isinstance(e, int), e > 5, -e, "%d" % e, f"{e:04d}", {6: "six"}[e])


class Metres(float):
    def __add__(self, o):
        return Metres(float(self) + o)

    def __str__(self):
        return "%.1f m" % self


m = Metres(1.5)
print(m, m + 2, m * 2, type(m + 1).__name__, type(m * 1).__name__, m == 1.5, round(m))
