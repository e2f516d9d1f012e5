# Memoisation, timing-free decorators with state, partial application
def memo(f):
    cache = {}

    def g(*a):
        if a not in cache:
            g.misses += 1
            cache[a] = f(*a)
        return cache[a]

    g.misses = 0
    return g


@memo
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


print(fib(80), fib.misses)


@memo
def lcs(a, b):
    if not a or not b:
        return ""
    if a[0] == b[0]:
        return a[0] + lcs(a[1:], b[1:])
    return max(lcs(a[1:], b), lcs(a, b[1:]), key=len)


print(lcs("AGGTAB", "GXTXAYB"), lcs.misses)


def partial(f, *a, **k):
    return lambda *b, **m: f(*a, *b, **{**k, **m})


print(partial(print, 1, sep="-")(2, 3, end="!\n"), partial(pow, 2)(10))


def curry(f, n, *got):
    return f(*got) if n == 0 else lambda x: curry(f, n - 1, *got, x)


print(curry(lambda a, b, c: a * b + c, 3)(2)(3)(4))


class CountCalls:
    def __init__(self, f):
        self.f, self.n = f, 0

    def __call__(self, *a):
        self.n += 1
        return self.f(*a)

    def __get__(self, obj, cls):
        return self if obj is None else lambda *a: self(obj, *a)


class C:
    @CountCalls
    def m(self, x):
        return x * 2


c = C()
print(c.m(1), c.m(2), C.m.n)
