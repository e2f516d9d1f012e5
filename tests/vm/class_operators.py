# Arithmetic operators of a class, plain, reflected and in place
class V:
    def __init__(self, *c):
        self.c = c

    def __repr__(self):
        return "V" + repr(self.c)

    def __add__(self, o):
        if not isinstance(o, V):
            return NotImplemented
        return V(*(a + b for a, b in zip(self.c, o.c)))

    def __radd__(self, o):
        return ("radd", o)

    def __mul__(self, k):
        return V(*(a * k for a in self.c))

    __rmul__ = __mul__

    def __neg__(self):
        return V(*(-a for a in self.c))

    def __pos__(self):
        return "pos"

    def __invert__(self):
        return "inv"

    def __abs__(self):
        return sum(a * a for a in self.c) ** 0.5

    def __matmul__(self, o):
        return sum(a * b for a, b in zip(self.c, o.c))

    def __iadd__(self, o):
        self.c = tuple(a + o for a in self.c)
        return self


a, b = V(1, 2), V(3, 4)
print(a + b, a * 3, 3 * a, -a, +a, ~a, abs(b), a @ b)
print(5 + a)
try:
    a + 5
except TypeError as e:
    print(e)
same = a
a += 10
print(a, same is a)
a *= 2
print(a, same)
