# min, max, sum, any, all, sorted with keys and defaults
print(min(3, 1, 2), max([3, 1, 2]), max("hello"), min({"b": 1, "a": 2}), max([1, 2], key=lambda x: -x), min(["aa", "b"], key=len), max([], default="none"), min((), default=None), max(1, 2.5), max(["a"], default=0))
print(max([(1, "a"), (1, "b")]), max([1, True]), min([0.0, 0]), max("a", "b", key=ord), max({"x": 5, "y": 7}.items(), key=lambda kv: kv[1]))
print(sum([1, 2, 3]), sum([]), sum([1.5, 2]), sum([[1], [2]], []), sum(range(5), 10), sum((True, True)), sum([1], start=5), sum([(1,), (2,)], ()))
print(any([]), all([]), any([0, "", 1]), all([1, 0]), all("abc"), any(x > 2 for x in range(4)))
for bad in (lambda: min(), lambda: max(5), lambda: max([]), lambda: sum(["a", "b"], ""), lambda: sum(5), lambda: min(1, "a")):
    try:
        bad()
    except (TypeError, ValueError) as e:
        print(type(e).__name__)
