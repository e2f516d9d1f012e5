# Generators with every kind of parameter, closures and nonlocal
def g(a, b=2, *c, d, **e):
    yield a, b
    yield c, d, e


print(list(g(1, d=4)), list(g(1, 2, 3, d=4, x=5)))


def counter():
    n = 0

    def gen():
        nonlocal n
        while n < 3:
            n += 1
            yield n

    return gen, lambda: n


gen, get = counter()
for x in gen():
    print(x, get())


class A:
    def __init__(self, items):
        self.items = items

    def __iter__(self):
        for i in self.items:
            yield i, self

    @property
    def p(self):
        yield "property"


a = A("xy")
print([k for k, s in a if s is a], list(a.p))


def many():
    a = b = c = d = e = f = 1
    for i in range(3):
        a, b, c, d, e, f = b, c, d, e, f, a + i
        yield a, b, c, d, e, f


print(list(many()))
