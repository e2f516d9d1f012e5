# Making and calling closures, and changing what they share
def counter(step):
    n = 0

    def inc():
        nonlocal n
        n += step
        return n

    return inc


def compose(f, g):
    return lambda x: f(g(x))


def main():
    incs = [counter(i) for i in range(10)]
    total = 0
    f = compose(compose(lambda x: x + 1, lambda x: x * 2), lambda x: x - 3)
    for i in range(300000):
        total += incs[i % 10]()
        total += f(i)
        total += counter(i)()
    return total
