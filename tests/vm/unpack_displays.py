# * and ** in displays, returns, subscripts and loops
a, b = [1, 2], (3, 4)
print([*a, *b], (*a, *b), {*a, *b} == {1, 2, 3, 4}, [*a, 0, *b, *"xy"], [*range(3)], [*{}])
print({**{"a": 1, "b": 2}, "c": 3, **{"a": 9}}, {"a": 5, **{"a": 6}}, {**{"a": 5}, "a": 7})
t = *a, *b
print(t, type(t).__name__)


def f():
    return *a, 5


print(f())
for x in *a, *b:
    print(x, end=" ")
print()


class S:
    def __getitem__(self, k):
        return k


print(S()[*a, 9])
try:
    [*5]
except TypeError:
    print("TypeError")
try:
    {**5}
except TypeError:
    print("TypeError")


def g():
    yield *a, 7


print(list(g()))
