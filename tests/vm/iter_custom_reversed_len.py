# Objects that give __reversed__, __length_hint__, old-style sequences
class Old:
    def __getitem__(self, i):
        if i > 3:
            raise IndexError
        return i * i


print(list(Old()), 4 in Old(), 5 in Old(), [x for x in Old()], tuple(Old()), max(Old()), sum(Old()))
a, b, *c = Old()
print(a, b, c)


class Rev:
    def __reversed__(self):
        return iter("zyx")


print(list(reversed(Rev())))


class Sized:
    def __len__(self):
        return 2

    def __getitem__(self, i):
        return "ab"[i]


print(list(reversed(Sized())), list(Sized()), list(zip(Sized(), Old())))


class Raises:
    def __iter__(self):
        yield 1
        raise ValueError("mid")


for f in (list, tuple, sum, lambda x: [*x], lambda x: max(x), lambda x: {**dict(enumerate(x))}, lambda x: sorted(x)):
    try:
        f(Raises())
    except ValueError as e:
        print(e, end=" ")
print()
