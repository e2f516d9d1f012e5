# if, elif, boolean operators, conditional expressions, truth of everything
def kind(n):
    if n < 0:
        return "neg"
    elif n == 0:
        return "zero"
    elif n < 10 and n % 2:
        return "small odd"
    elif not n % 2 or n > 100:
        return "even or big"
    else:
        return "other"


print([kind(n) for n in (-1, 0, 3, 4, 11, 101)])
for v in (0, 1, -1, 0.0, 0.1, "", "a", [], [0], (), (0,), {}, {0: 0}, set(), None, b"", b"\0", range(0), range(1),
          0j, ..., NotImplementedError, float("nan"), 10**30):
    print(1 if v else 0, bool(v) is (not not v), end=" ")
print()
print(0 or "a", 1 and "b", "" or 0 or [], 1 and 2 and 3, not 1, not "", 0 and 1 / 0, 1 or 1 / 0)
x = 5
print("big" if x > 3 else "small", (1 if 0 else 2 if 0 else 3), not (x == 5), not x == 5)
print(1 if x else 1 / 0, x and x > 3 and "yes" or "no")
print(True + True, True == 1, isinstance(True, int), -True, True & False)
