# The usual iterator tools, written in Python
def chain(*its):
    for it in its:
        yield from it


def islice(it, stop):
    for i, x in zip(range(stop), it):
        yield x


def count(n=0, step=1):
    while True:
        yield n
        n += step


def cycle(items):
    saved = list(items)
    while saved:
        yield from saved


def groupby(it, key=lambda x: x):
    group, last = [], object()
    for x in it:
        k = key(x)
        if group and k != last:
            yield last, group
            group = []
        last = k
        group.append(x)
    if group:
        yield last, group


def product(*pools):
    if not pools:
        yield ()
        return
    for x in pools[0]:
        for rest in product(*pools[1:]):
            yield (x,) + rest


def permutations(items):
    if len(items) < 2:
        yield tuple(items)
    for i, x in enumerate(items):
        if len(items) > 1:
            for rest in permutations(items[:i] + items[i + 1 :]):
                yield (x,) + rest


def combinations(items, r):
    if r == 0:
        yield ()
        return
    for i in range(len(items) - r + 1):
        for rest in combinations(items[i + 1 :], r - 1):
            yield (items[i],) + rest


def accumulate(it, f=lambda a, b: a + b):
    total = None
    for x in it:
        total = x if total is None else f(total, x)
        yield total


print(list(chain("ab", [1])), list(islice(count(5, 3), 4)), list(islice(cycle("xy"), 5)))
print(list(groupby("aabccc")), list(groupby([1, 3, 2, 4, 5], lambda x: x % 2)))
print(list(product("ab", range(2))), list(permutations([1, 2, 3])), list(combinations("abcd", 2)))
print(list(accumulate([1, 2, 3, 4])), list(accumulate([3, 1, 4], max)), len(list(permutations(list(range(5))))))
