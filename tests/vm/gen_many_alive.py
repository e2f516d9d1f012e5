# Hundreds of generators at once, taken in turn
def count(n, step):
    x = 0
    while x < n:
        yield x
        x += step


gens = [count(50, i % 5 + 1) for i in range(300)]
total = rounds = 0
while gens:
    rounds += 1
    alive = []
    for g in gens:
        try:
            total += next(g)
            alive.append(g)
        except StopIteration:
            pass
    gens = alive
print(total, rounds)


def merge(*its):
    heads = []
    for it in map(iter, its):
        try:
            heads.append([next(it), it])
        except StopIteration:
            pass
    while heads:
        h = min(heads, key=lambda h: h[0])
        yield h[0]
        try:
            h[0] = next(h[1])
        except StopIteration:
            heads.remove(h)


print(list(merge([1, 4, 9], range(0, 10, 3), (), (x * x for x in range(4)))))
