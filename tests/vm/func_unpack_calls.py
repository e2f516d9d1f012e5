# Several * and ** in one call, in any order
def f(*a, **k):
    return a, k


print(f(*[1], 2, *(3, 4), *"ab"))
print(f(**{"a": 1}, b=2, **{"c": 3}))
print(f(*[1], x=1, *[2]))
print(f(*{}, **{}))
print(f(*(i * i for i in range(4))))
print(max(*[3, 1], 2), print(*[1, 2], sep="-"))


class Map:
    def keys(self):
        return ["p", "q"]

    def __getitem__(self, k):
        return k * 2


print(f(**Map()))
