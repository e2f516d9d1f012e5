# Many generators after one another, and deep chains
def numbers(n):
    yield from range(n)


def keep(f, it):
    for x in it:
        if f(x):
            yield x


def apply(f, it):
    for x in it:
        yield f(x)


print(sum(apply(lambda x: x * x, keep(lambda x: x % 3 == 0, numbers(100)))))


def inc(it):
    for x in it:
        yield x + 1


it = iter(range(3))
for _ in range(50):
    it = inc(it)
print(list(it))


def tree(n):
    if n:
        yield from tree(n - 1)
        yield n
        yield from tree(n - 1)


print(list(tree(4)))


def primes():
    def sieve(p, it):
        for x in it:
            if x % p:
                yield x

    def from2():
        n = 2
        while True:
            yield n
            n += 1

    it = from2()
    while True:
        p = next(it)
        yield p
        it = sieve(p, it)


p = primes()
print([next(p) for _ in range(25)])
