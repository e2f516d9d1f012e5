# The chaos game on a spline: objects with operators, and a small random generator
class P:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def __add__(self, o):
        return P(self.x + o.x, self.y + o.y)

    def __rmul__(self, k):
        return P(k * self.x, k * self.y)

    def __eq__(self, o):
        return self.x == o.x and self.y == o.y


def blend(a, b, t):
    return (1.0 - t) * a + t * b


def spline(points, t):
    level = list(points)
    while len(level) > 1:
        level = [blend(level[i], level[i + 1], t) for i in range(len(level) - 1)]
    return level[0]


class Random:
    def __init__(self, seed):
        self.s = seed

    def __call__(self):
        self.s = self.s * 16807 % 2147483647
        return self.s / 2147483647.0


def main():
    rnd = Random(42)
    points = [P(1.6, 0.3), P(1.9, 0.9), P(0.2, 1.4), P(0.7, 0.1), P(1.2, 1.8)]
    grid = [[0] * 40 for _ in range(40)]
    p = P(1.0, 1.0)
    for _ in range(9000):
        q = spline(points, rnd())
        p = blend(p, q, 0.5)
        grid[int(p.x * 20) % 40][int(p.y * 20) % 40] += 1
    return sum(1 for r in grid for v in r if v), max(max(r) for r in grid), "%.9f %.9f" % (p.x, p.y)
