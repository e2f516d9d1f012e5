# __getitem__ and friends, and what falls back on them
class Seq:
    def __init__(self, n):
        self.n = n

    def __len__(self):
        return self.n

    def __getitem__(self, i):
        print("get", i)
        if isinstance(i, slice):
            return i.start, i.stop, i.step
        if not 0 <= i < self.n:
            raise IndexError(i)
        return i * 10

    def __setitem__(self, i, v):
        print("set", i, v)

    def __delitem__(self, i):
        print("del", i)


s = Seq(3)
print(s[1], s[1:2], s[::3], s[:])
print(list(s))
print(20 in s, 99 in s)
s[5] = "v"
s[1:2] = [1]
del s[0]
del s[::2]


class M:
    def __getitem__(self, k):
        return k


m = M()
print(m[1, 2], m[1:2, 3], m[...], m["a"], m[()], m[1,])


class Has:
    def __contains__(self, x):
        return x == 3


print(3 in Has(), 4 in Has(), 4 not in Has())
a, b, c = Seq(3)
print(a, b, c)
print(list(reversed(Seq(2))))
