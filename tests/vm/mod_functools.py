import functools
from functools import cache, cmp_to_key, lru_cache, partial, reduce, total_ordering, wraps

print(reduce(lambda a, b: a * b, [1, 2, 3, 4]), reduce(lambda a, b: a + b, [], 5))
try:
    reduce(lambda a, b: a, [])
except TypeError as e:
    print(e)
p = partial(int, base=2)
print(p("101"), p.keywords, partial(p, "11")(), partial(max, 3)(1, 5), p.func is int, p.args)


def deco(f):
    @wraps(f)
    def inner(*args):
        "inner doc"
        return f(*args) + 1

    return inner


@deco
def named(x):
    "named doc"
    return x


print(named(4), named.__name__, named.__doc__, named.__wrapped__(4))
calls = []


@lru_cache(maxsize=2)
def slow(x):
    calls.append(x)
    return x * 2


print([slow(x) for x in (1, 2, 1, 3, 1, 2)], calls, tuple(slow.cache_info()))
slow.cache_clear()
print(slow(1), tuple(slow.cache_info()), slow.__name__)


@cache
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


print(fib(90))
print(sorted([3, 1, 2], key=cmp_to_key(lambda a, b: b - a)))


@total_ordering
class V:
    def __init__(self, n):
        self.n = n

    def __eq__(self, other):
        return self.n == other.n

    def __lt__(self, other):
        return self.n < other.n


print(V(1) <= V(1), V(2) > V(1), V(1) >= V(2))
