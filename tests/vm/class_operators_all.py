# Every binary operator reaches its method, its reflected one, and its in-place one
names = "add sub mul truediv floordiv mod pow lshift rshift and or xor matmul divmod".split()


class L:
    pass


class R:
    pass


class I:
    pass


def install(cls, name, text):
    setattr(cls, name, lambda self, other: text)


for n in names:
    install(L, "__%s__" % n, n)
    install(R, "__r%s__" % n, "r" + n)
    install(I, "__i%s__" % n, "i" + n)

for x, y in ((L(), 1), (1, R()), (L(), R())):
    print(x + y, x - y, x * y, x / y, x // y, x % y, x**y, x << y, x >> y, x & y, x | y, x ^ y, x @ y,
          divmod(x, y))
i = I(); i += 1; print(i, end=" ")
i = I(); i -= 1; print(i, end=" ")
i = I(); i *= 1; print(i, end=" ")
i = I(); i /= 1; print(i, end=" ")
i = I(); i //= 1; print(i, end=" ")
i = I(); i %= 1; print(i, end=" ")
i = I(); i **= 1; print(i, end=" ")
i = I(); i <<= 1; print(i, end=" ")
i = I(); i >>= 1; print(i, end=" ")
i = I(); i &= 1; print(i, end=" ")
i = I(); i |= 1; print(i, end=" ")
i = I(); i ^= 1; print(i, end=" ")
i = I(); i @= 1; print(i)
