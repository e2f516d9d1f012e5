# A subclass's reflected method comes first, and results of inherited operators are plain.
class Mine(int):
    pass


class Loud(float):
    def __radd__(self, other):
        return "Loud.__radd__ %r" % other

    def __rmul__(self, other):
        return "Loud.__rmul__ %r" % other


class LoudInt(int):
    def __rsub__(self, other):
        return "LoudInt.__rsub__ %r" % other

    def __gt__(self, other):
        return "LoudInt.__gt__ %r" % other


print(1 + Loud(2), 1.5 + Loud(2), 2**70 + Loud(2), 3 * Loud(4), Loud(2) + 1, 10 - LoudInt(3), 10 + LoudInt(3), 5 < LoudInt(7), 2.5 < LoudInt(7))
for v in (Mine(3) + Mine(4), -Mine(3), +Mine(3), abs(Mine(-3)), Mine(7) // 2, Mine(2) ** 3, Mine(5) & 3, ~Mine(1), Mine(1) << 3, Mine(2**70) + 0,
          divmod(Mine(7), 2)[0], round(Mine(15), -1), int(Mine(3)), Mine(3).real, Mine(3).conjugate(), Mine(6).numerator, float(Mine(3))):
    print(v, type(v).__name__)
print(Mine(3) == 3, hash(Mine(3)) == hash(3), {3: "x"}[Mine(3)], Mine(2**70) == 2**70, [10, 20, 30, 40][Mine(3)], "ab" * Mine(2), Mine(0) or "zero")
print(int.__add__(1, 2), int.__add__(1, 2.5), (1).__radd__(2), (1).__divmod__(0.5), (7).__rdivmod__(20), (3).__eq__(3), (3).__eq__("x"), (3).__lt__(4.5))
print((1.5).__add__(1), (1.5).__add__(1j), (1.5).__eq__(1j), (1).__bool__(), (0.0).__bool__(), (3).__neg__(), (3).__index__(), (2.5).__int__())
m = Mine(5)
m.name = "five"
print(m.name, m + 1)
