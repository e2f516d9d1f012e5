# Generators: plain, sent to, delegating, expressions
def numbers(n):
    i = 0
    while i < n:
        yield i
        i += 1


def odd(it):
    for x in it:
        if x & 1:
            yield x


def running():
    total = 0
    while True:
        x = yield total
        total += x


def tree(n):
    if n > 0:
        yield from tree(n - 1)
        yield n
        yield from tree(n - 1)


def main():
    total = sum(odd(numbers(400000)))
    acc = running()
    next(acc)
    for i in range(200000):
        total += acc.send(i) & 7
    total += sum(x * x for x in numbers(200000) if x % 3)
    total += sum(tree(14))
    return total
