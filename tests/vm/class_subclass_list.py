# A subclass of list
class Stack(list):
    def push(self, x):
        self.append(x)

    def __len__(self):
        return 100 + super().__len__()

    def __getitem__(self, i):
        return ("item", super().__getitem__(i))


s = Stack([1, 2])
s.push(3)
print(s, len(s), s[0], list(s), isinstance(s, list))
s.extra = "attr"
s += [4]
print(s, type(s).__name__, s.extra, s == [1, 2, 3, 4])
print(sorted(s, reverse=True), s.index(3), s.pop(), 2 in s)


class NoInit(list):
    def __init__(self, n):
        self.n = n


x = NoInit(5)
x.append(1)
print(x, x.n)
