# Dict and set comprehensions
print({x: x * x for x in range(4)}, {k: v for k, v in [("a", 1), ("b", 2), ("a", 3)]})
print(sorted({x % 3 for x in range(10)}), {c: "hello".count(c) for c in "hello"})
print({v: k for k, v in {"x": 1, "y": 2}.items()}, {i: [j for j in range(i)] for i in range(3)})
print(len({(a, b) for a in range(3) for b in range(3) if a != b}))
print({**{"a": 1}, **{k: 0 for k in "bc"}, "d": 5})
print({x for x in ()}, {x: 0 for x in ()})
print({(k := k0 + 1): k for k0 in range(3)})
