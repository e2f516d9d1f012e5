# Nested lists: grids, transposition, flattening, running sums
grid = [[x * y for x in range(5)] for y in range(4)]
print(grid)
print([list(c) for c in zip(*grid)], [v for row in grid for v in row if v % 2], sum(map(sum, grid)))
for row in grid:
    row.insert(0, -1)
    row.pop()
print(grid, [max(r) for r in grid], [r[::-1] for r in grid[:2]])
running, out = 0, []
for v in [3, 1, 4, 1, 5]:
    running += v
    out.append(running)
print(out, [a - b for a, b in zip(out[1:], out)])
tri = [[1]]
for _ in range(6):
    r = tri[-1]
    tri.append([1] + [a + b for a, b in zip(r, r[1:])] + [1])
print("\n".join(" ".join(map(str, r)).center(30).rstrip() for r in tri))
a = [[0] * 3 for _ in range(3)]
for i in range(3):
    for j in range(3):
        a[i][j] = a[i - 1][j] + a[i][j - 1] + 1
print(a)
spiral, m = [], [list(range(i * 4, i * 4 + 4)) for i in range(4)]
while m:
    spiral += m.pop(0)
    m = [list(r) for r in zip(*m)][::-1]
print(spiral)
