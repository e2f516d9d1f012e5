# Conway's life on a set of cells
def step(cells):
    near = {}
    for x, y in cells:
        for dx in (-1, 0, 1):
            for dy in (-1, 0, 1):
                if dx or dy:
                    k = (x + dx, y + dy)
                    near[k] = near.get(k, 0) + 1
    return {k for k, n in near.items() if n == 3 or n == 2 and k in cells}


cells = {(1, 0), (2, 1), (0, 2), (1, 2), (2, 2)}
for i in range(12):
    cells = step(cells)
print(sorted(cells))
for y in range(8):
    print("".join("#" if (x, y) in cells else "." for x in range(8)))
