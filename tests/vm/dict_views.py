# keys(), values(), items() are views
d = {"a": 1, "b": 2}
k, v, i = d.keys(), d.values(), d.items()
print(k, v, i)
d["c"] = 3
print(list(k), list(v), list(i), len(k), len(i))
print("a" in k, 3 in v, ("b", 2) in i, ("b", 3) in i)
print(sorted(k & {"a", "z"}), sorted(k | {"z"}), sorted(k - {"a"}), sorted(k ^ {"a", "q"}), k == {"a", "b", "c"})
print(sorted({"a": 1}.items() & {("a", 1), ("b", 2)}), k.isdisjoint({"z"}))
print(list(reversed(d)), list(reversed(d.values())), list(reversed(d.items())))
print([x for x in d], [x + y for x, y in zip(d, "xyz")], sum(d.values()), max(d, key=d.get))
