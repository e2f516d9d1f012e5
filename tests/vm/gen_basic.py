# Generators: state kept between turns, exhaustion, return value
def count(n):
    i = 0
    while i < n:
        yield i
        i += 1


g = count(3)
print(next(g), next(g), next(g), next(g, "end"))
print(list(count(5)), sum(count(10)), [x * 2 for x in count(3)], tuple(count(2)))
for i in count(2):
    for j in count(2):
        print(i, j, end="; ")
print()
a, b, *c = count(5)
print(a, b, c, 3 in count(10), dict(zip("abc", count(3))), max(count(4)))
g = count(2)
print(iter(g) is g, list(g), list(g))


def empty():
    return
    yield


print(list(empty()))


def fib():
    a, b = 0, 1
    while True:
        yield a
        a, b = b, a + b


f = fib()
print([next(f) for _ in range(15)])
print(type(g).__name__, g.__name__ if hasattr(g, "__name__") else "count")
