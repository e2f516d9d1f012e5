# := wherever it may stand
if (n := 10) > 5:
    print(n)
print([y := 1, y**2, y + 5], (a := 3) + a, (b := 2, b * 2))
data = [1, 2, 3, 4]
print([m for x in data if (m := x * x) > 3], m)
i = 0
while (i := i + 1) < 4:
    print(i, end=" ")
print()


def f(x):
    return (y := x + 1) * y


print(f(2), (lambda v: (w := v) + w)(4), print((k := "named"), end="!\n"), k)
print(any((hit := v) > 2 for v in data), hit, f(x := 7), x)
print(f"{(q := 3)} {q}", {(s := "key"): (t := 1)}, s, t, not (u := 0), u)
if any((found := c) == "l" for c in "hello"):
    print(found)
