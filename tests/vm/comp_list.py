# List comprehensions
print([x for x in range(5)], [x * y for x in range(3) for y in range(3)])
print([x for x in range(20) if x % 2 if x % 3], [(x, y) for x in range(4) if x for y in range(x) if y])
print([[i * j for j in range(3)] for i in range(3)])
print([x if x > 1 else -x for x in range(4)], [a for a, in [(1,), (2,)]], [b for a, (b, c) in [(1, (2, 3))]])
print([f(3) for f in [lambda x: x + 1, abs]], [*[1], *[x for x in "ab"]])
m = [[1, 2, 3], [4, 5, 6]]
print([[r[i] for r in m] for i in range(3)], [x for r in m for x in r])
print([c for c in "hello" if c not in "aeiou"], ["%d" % i for i in (1, 2)])
print([x for *a, x in [(1, 2, 3), (4,)]])
print([y for x in range(3) for y in [x * 10]])
def f(n):
    return [[n, x, [n + x + y for y in range(2)]] for x in range(2)]
print(f(5))
try:
    [1 // x for x in (1, 0)]
except ZeroDivisionError:
    print("ZeroDivisionError")
