# Dicts with string, integer and tuple keys: filling, looking up, counting, deleting
def main():
    d = {}
    for i in range(60000):
        d["k%d" % (i % 5000)] = i
    total = 0
    keys = list(d)
    for _ in range(60):
        for k in keys:
            total += d[k]
    c = {}
    for i in range(600000):
        k = i * 7919 % 1000
        c[k] = c.get(k, 0) + 1
    grid = {}
    for x in range(150):
        for y in range(150):
            grid[x, y] = x ^ y
    for x in range(1, 149):
        for y in range(1, 149):
            total += grid[x - 1, y] + grid[x, y + 1]
    for k in keys[::2]:
        del d[k]
    for k, v in d.items():
        total += v
    return total, len(c), c[999], len(d), "k1" in d, "k2" in d
