# __call__, __hash__, __index__, __int__, __float__, __round__, __bytes__
class F:
    def __call__(self, *a, **k):
        return a, k


print(F()(1, x=2), callable(F()))


class I:
    def __index__(self):
        return 3


print([0, 1, 2, 3, 4][I()], "abcdef"[I() :], range(10)[I()], hex(I()), [9] * I(), list(range(I())), bin(I()))
print(int(I()), 1 << I().__index__())


class N:
    def __int__(self):
        return 7

    def __float__(self):
        return 7.5

    def __round__(self, n=0):
        return ("round", n)

    def __bytes__(self):
        return b"bytes"

    def __hash__(self):
        return 99

    def __complex__(self):
        return 1j


n = N()
print(int(n), float(n), round(n), round(n, 2), bytes(n), hash(n), complex(n))
try:
    [1, 2][N()]
except TypeError:
    print("TypeError")
