# enumerate, zip, map, filter, reversed, iter, next, sum, min, max, all, any: values and errors.
def show(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
print(list(enumerate("ab")), list(enumerate("ab", 5)), list(enumerate("ab", start=2**48 - 1)), list(enumerate(iterable="x", start=-1)))
print(list(zip()), list(zip("ab")), list(zip("abc", [1, 2], (3, 4, 5))), list(zip("ab", "cd", strict=True)))
show(lambda: list(zip("ab", "c", strict=True)))
show(lambda: list(zip("a", "bc", strict=True)))
show(lambda: list(zip("a", "b", "cd", strict=True)))
show(lambda: list(zip("ab", "bc", "c", strict=True)))
print(list(map(str, [1, 2])), list(map(lambda a, b: a + b, [1, 2, 3], [10, 20])), list(map(max, [1, 5], [3, 2], [2, 9])))
print(list(filter(None, [0, 1, "", "a", [], [0]])), list(filter(lambda x: x % 2, range(6))), list(filter(bool, [0, 2])))
print(list(reversed("abc")), list(reversed((1, 2))), list(reversed(range(3))), list(reversed({1: 2, 3: 4})), list(reversed(b"ab")))
show(lambda: reversed({1}))
show(lambda: reversed(5))
show(lambda: reversed(iter([])))
show(lambda: iter(5))
show(lambda: next(5))
show(lambda: next([]))
show(lambda: next(iter([])))
show(lambda: next(iter([]), "d"))
show(lambda: iter(5, 1))
n = 0
def f():
    global n
    n += 1
    return n
print(list(iter(f, 4)))
def g():
    raise StopIteration
print(list(iter(g, 4)))
def h():
    raise KeyError("h")
show(lambda: list(iter(h, 4)))
class Seq:
    def __init__(self, n):
        self.n = n
    def __getitem__(self, i):
        if i >= self.n:
            raise IndexError(i)
        return i * i
    def __len__(self):
        return self.n
print(list(Seq(4)), list(reversed(Seq(4))), 9 in Seq(4), 8 in Seq(4), [*Seq(3)], max(Seq(3)), dict(zip(Seq(3), Seq(3))))
class Bad:
    def __getitem__(self, i):
        raise ValueError("bad")
show(lambda: list(Bad()))
show(lambda: list(reversed(Bad())))
class NotIter:
    def __iter__(self):
        return 5
show(lambda: iter(NotIter()))
show(lambda: list(zip([1], 5)))
show(lambda: map(str))
show(lambda: list(map(5, [1])))
show(lambda: filter(None))
show(lambda: enumerate())
show(lambda: list(enumerate([1], "a")))
print(sum([]), sum([1, 2.5]), sum([[1], [2]], []), sum((1, 2), start=10), sum([10**20, 1]), sum([True, True]), sum([0.1] * 10))
show(lambda: sum(["a"]))
show(lambda: sum(["a"], ""))
show(lambda: sum([b"a"], b""))
show(lambda: sum(5))
print(max(1, 2), min([3, 1, 2]), max("abc", key=ord), min([], default=7), max([1, 5, 3], key=lambda x: -x), min("b", "a"), max([(1, "a"), (1, "b")]))
show(lambda: max([]))
show(lambda: max())
show(lambda: max(1, "a"))
show(lambda: max(5))
show(lambda: max(1, 2, default=3))
print(min([1, 1.0]), max([1.0, 1]), max([True, 1]))
print(all([]), any([]), all([1, 0]), any([0, 1]), all(x for x in (1, 2)), any(iter("")))
e = enumerate([1, 2])
print(iter(e) is e, next(e), list(e), list(e))
z = zip([1], [2])
print(iter(z) is z, list(z), list(z))
m = map(str, [1])
print(iter(m) is m, list(m), list(m))
def gen():
    yield 1
    yield 2
    yield 3
a = gen()
print(list(zip(a, range(2))), list(a))
a = iter([1, 2, 3, 4, 5])
print(list(zip(a, a)), len([]), len("héé"), len({1: 2}), len(range(7)))
show(lambda: len(5))
show(lambda: len(iter([])))
class L:
    def __len__(self):
        return -1
show(lambda: len(L()))
class C:
    def __len__(self):
        return "a"
show(lambda: len(C()))
print(type(enumerate([])).__name__, type(zip()).__name__, type(map(str, [])).__name__, type(filter(None, [])).__name__, type(reversed("a")).__name__)
