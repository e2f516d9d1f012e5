# The loop names of comprehensions stay inside; := binds outside
i = "outer"
print([i for i in range(3)], i)
print({i for i in [1]}, {i: i for i in [2]}, list(i for i in [3]), i)
print([last := n for n in range(4)], last)
print(any((hit := n) > 5 for n in [1, 9, 3]), hit)


def f():
    total = 0
    sums = [total := total + n for n in range(5)]
    return sums, total


print(f())


class C:
    names = ["a", "b"]
    pairs = [n * 2 for n in names]


print(C.pairs)
if (n := len("abc")) > 2:
    print(n)
while (n := n - 1) > 0:
    print("n", n)
print((y := 5), y, f"{(z := 7)} {z}")
