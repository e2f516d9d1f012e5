# __iter__ and __next__ written by hand
class Count:
    def __init__(self, n):
        self.n = n
        self.i = 0

    def __iter__(self):
        return self

    def __next__(self):
        if self.i == self.n:
            raise StopIteration
        self.i += 1
        return self.i


print(list(Count(3)), sum(Count(4)), max(Count(5)), [*Count(2)], tuple(Count(1)))
a, *b = Count(4)
print(a, b, 3 in Count(5), 9 in Count(5))
it = iter(Count(2))
print(next(it), next(it), next(it, "end"))


class Fresh:
    def __iter__(self):
        yield from "ab"


f = Fresh()
print(list(f), list(f), dict(zip(f, f)), "".join(f))
try:
    iter(5)
except TypeError as e:
    print(e)


class Bad:
    def __iter__(self):
        return 5


try:
    iter(Bad())
except TypeError:
    print("TypeError")
calls = iter([1, 2, 0, 3])
print(list(iter(lambda: next(calls), 0)))
