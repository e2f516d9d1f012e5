# Generator expressions: lazy, first iterable evaluated at once
def noisy(n):
    for i in range(n):
        print("make", i)
        yield i


g = (x * x for x in noisy(3))
print("made")
print(next(g))
print(list(g))
print(sum(x for x in range(5)), max((x for x in [3, 1]), default=0), ",".join(str(i) for i in range(3)))
print(list((a, b) for a in range(3) for b in range(a) if a + b != 2))
try:
    (x for x in undefined)
except NameError:
    print("evaluated at once")
late = (undefined2 for x in [1])
try:
    next(late)
except NameError:
    print("evaluated late")
n = 3
h = (i * n for i in range(3))
n = 10
print(list(h))
print(any(i > 2 for i in range(5)), all(i < 3 for i in range(5)))
print(set(i % 3 for i in range(10)) == {0, 1, 2}, dict((i, -i) for i in range(3)))
