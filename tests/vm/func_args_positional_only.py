# Parameters before / are given by position only
def f(a, b, /, c, *, d=4):
    return a, b, c, d


print(f(1, 2, 3), f(1, 2, c=3, d=5))
try:
    f(1, b=2, c=3)
except TypeError:
    print("TypeError")


def g(a, /, **kw):
    return a, kw


print(g(1, a=2, b=3))


def h(a, b=2, /):
    return a, b


print(h(1), h(1, 5))
print((lambda x, /, y: (x, y))(1, y=2))
