# enumerate, zip, map, filter, reversed, iter, next
print(list(enumerate("ab")), list(enumerate("ab", 5)), list(enumerate("ab", start=-1)), list(enumerate([])))
print(list(zip("abc", [1, 2])), list(zip()), list(zip("ab")), list(zip("ab", "cd", "ef")), dict(zip("ab", range(2))))
print(list(map(abs, [-1, 2])), list(map(lambda a, b: a + b, [1, 2], [10, 20, 30])), list(map(str, range(3))), list(map(None or int, ["1"])))
print(list(filter(None, [0, 1, "", "a", [], None])), list(filter(lambda x: x % 2, range(6))))
print(list(reversed([1, 2, 3])), list(reversed("abc")), list(reversed(range(3))), list(reversed((1, 2))))
it = iter([1, 2])
print(next(it), next(it), next(it, None), next(it, "d"))
try:
    next(it)
except StopIteration:
    print("StopIteration")
print(list(iter(lambda c=[0]: c.__setitem__(0, c[0] + 1) or c[0], 4)))
try:
    list(zip("ab", "abc", strict=True))
except ValueError as e:
    print(e)
print(list(zip("ab", "cd", strict=True)))
e = enumerate("xy")
print(next(e), list(e), iter(e) is e)
z = [(1, "a"), (2, "b")]
print(list(zip(*z)), [*map(lambda t: t[0], z)], sum(map(len, ["a", "bb"])), max(map(len, ["a", "bb"])))
for bad in (lambda: zip(5), lambda: map(abs), lambda: reversed({1}), lambda: next([]), lambda: enumerate(5)):
    try:
        bad()
    except TypeError:
        print("TypeError")
