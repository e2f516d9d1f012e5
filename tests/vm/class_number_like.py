# A fraction class: reduction, mixed arithmetic, comparison, hashing, conversion
def gcd(a, b):
    while b:
        a, b = b, a % b
    return abs(a)


class Frac:
    def __init__(self, n, d=1):
        if d == 0:
            raise ZeroDivisionError("Frac(%d, 0)" % n)
        g = gcd(n, d) * (1 if d > 0 else -1)
        self.n, self.d = n // g, d // g

    @staticmethod
    def lift(x):
        return x if isinstance(x, Frac) else Frac(x) if isinstance(x, int) else NotImplemented

    def _op(f):
        def op(self, other):
            o = Frac.lift(other)
            return o if o is NotImplemented else f(self, o)

        return op

    __add__ = __radd__ = _op(lambda a, b: Frac(a.n * b.d + b.n * a.d, a.d * b.d))
    __mul__ = __rmul__ = _op(lambda a, b: Frac(a.n * b.n, a.d * b.d))
    __sub__ = _op(lambda a, b: Frac(a.n * b.d - b.n * a.d, a.d * b.d))
    __rsub__ = _op(lambda a, b: Frac(b.n * a.d - a.n * b.d, a.d * b.d))
    __truediv__ = _op(lambda a, b: Frac(a.n * b.d, a.d * b.n))
    __rtruediv__ = _op(lambda a, b: Frac(b.n * a.d, b.d * a.n))
    __eq__ = _op(lambda a, b: a.n == b.n and a.d == b.d)
    __lt__ = _op(lambda a, b: a.n * b.d < b.n * a.d)
    __le__ = _op(lambda a, b: a.n * b.d <= b.n * a.d)

    def __neg__(self):
        return Frac(-self.n, self.d)

    def __pow__(self, k):
        return Frac(self.n**k, self.d**k) if k >= 0 else Frac(self.d**-k, self.n**-k)

    def __hash__(self):
        return hash(self.n) if self.d == 1 else hash((self.n, self.d))

    def __float__(self):
        return self.n / self.d

    def __int__(self):
        return self.n // self.d

    def __bool__(self):
        return self.n != 0

    def __repr__(self):
        return "%d/%d" % (self.n, self.d) if self.d != 1 else str(self.n)


h, t = Frac(1, 2), Frac(1, 3)
print(h + t, h - t, h * t, h / t, 1 + h, 2 - h, 3 * t, 1 / t, -h, h**3, h**-2, Frac(6, -4))
print(h == Frac(2, 4), h == 1, Frac(4, 2) == 2, h > t, h >= t, t <= h, 1 > h, sorted([h, t, Frac(2), Frac(-1, 7)]))
print(sum([Frac(1, n) for n in range(1, 11)]), float(h), int(Frac(7, 2)), bool(Frac(0)), {Frac(2): "two"}[2], len({h, Frac(2, 4), t}))
for bad in (lambda: h + 0.5, lambda: h < "x", lambda: Frac(1, 0), lambda: h / 0):
    try:
        print(bad())
    except (TypeError, ZeroDivisionError) as e:
        print(type(e).__name__, e)
