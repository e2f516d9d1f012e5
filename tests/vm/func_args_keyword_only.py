# Parameters after * are given by name only
def f(a, *, b, c=3):
    return a, b, c


print(f(1, b=2), f(1, c=5, b=4), f(b=1, a=2))
try:
    f(1, 2)
except TypeError:
    print("TypeError: position")
try:
    f(1)
except TypeError:
    print("TypeError: missing")


def order(*, a=1, b):
    return a, b


print(order(b=2))


def after_star(*rest, sep="-"):
    return sep.join(rest)


print(after_star("a", "b"), after_star("a", "b", sep="+"))
