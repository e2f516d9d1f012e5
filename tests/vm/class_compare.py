# Rich comparison, its reflection, and the defaults
class N:
    def __init__(self, v):
        self.v = v

    def __lt__(self, o):
        return self.v < o.v

    def __eq__(self, o):
        return isinstance(o, N) and self.v == o.v

    def __hash__(self):
        return hash(self.v)


a, b, c = N(1), N(2), N(1)
print(a < b, a > b, b > a, a == c, a != c, a == b, a != b, a == 1, a != 1)
print([x.v for x in sorted([N(3), N(1), N(2)])], max(N(1), N(5), N(3)).v, min([N(4), N(2)]).v)
print(len({a, b, c}), {a: "x"}[c], a in [b, c], [a, b] == [c, b])
try:
    a <= b
except TypeError as e:
    print(e)


class P:
    pass


p, q = P(), P()
print(p == p, p == q, p != q, hash(p) == hash(p), p in [q], p in [q, p])
try:
    p < q
except TypeError as e:
    print(e)


class E:
    def __eq__(self, o):
        return NotImplemented


print(E() == E(), E() != 1)


class NoHash:
    def __eq__(self, o):
        return True


try:
    hash(NoHash())
except TypeError as e:
    print(e)
