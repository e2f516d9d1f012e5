# Comprehensions keep their variables to themselves, and closures share what they should
x = "global"
print([x for x in range(3)], x)
print([y for x in [[1, 2], [3]] for y in x], {k: v for k, v in zip("ab", [1, 2])}, {x for x in "aab"} == {"a", "b"})
fs = [lambda: i for i in range(3)]
print([f() for f in fs])
print([f() for f in [lambda i=i: i for i in range(3)]])
print([[j * i for j in range(i)] for i in range(4)])


def outer(n):
    fs = [lambda k: (k, i, n) for i in range(n)]
    n += 1
    return [f(1) for f in fs], [i for i in range(2)], sum(i * n for i in range(3))


print(outer(2))


class K:
    a = 3
    b = [a for _ in range(2)] if False else [z for z in range(a)]
    try:
        c = [a for _ in range(2)]
    except NameError as e:
        c = str(e)
    d = [x for _ in range(1)]


print(K.b, K.c, K.d)


def walrus():
    r = [last := v for v in range(4) if v % 2]
    any((hit := v) > 1 for v in range(5))
    return r, last, hit


print(walrus())


def nested():
    def gen():
        for i in range(3):
            yield [(i, j, (lambda: i + j)()) for j in range(i)]

    return list(gen()), [[(a, b) for a in b] for b in ["xy", "z"]]


print(nested())


def shadows(i):
    r = [i for i in [i, i + 1]]
    return r, i, (lambda: [i for _ in "ab"])()


print(shadows(7))
g = (i for i in range(3) if i != 1)
print(next(g), list(g))
print(list((a, b) for a in range(2) for b in range(2) if a != b))
print({**{"a": 1}, **{k: 2 for k in "bc"}}, [*range(2), *[i for i in "ab"]])
try:
    [1 / q for q in [1, 0]]
except ZeroDivisionError:
    print("out of a comprehension")
try:
    print(q)
except NameError:
    print("q stays inside")
m = [[1, 2, 3], [4, 5, 6]]
print([[row[i] for row in m] for i in range(3)])
