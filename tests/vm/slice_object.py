# slice objects: attributes, indices, comparison
s = slice(1, 10, 2)
print(s, s.start, s.stop, s.step, slice(5), slice(None), slice(1, 2) == slice(1, 2, None))
print(s.indices(5), slice(None).indices(3), slice(None, None, -1).indices(4), slice(-2, None).indices(10), slice(100).indices(3), slice(5, 1, -2).indices(20))


class S:
    def __getitem__(self, k):
        return k

    def __setitem__(self, k, v):
        print("set", k, v)

    def __delitem__(self, k):
        print("del", k)


x = S()
print(x[1:2], x[:], x[::], x[1::2], x[::-1], x[1:2, 3], x[..., 1:], x["a":"b"])
x[1:2] = 5
x[:, 0] = 6
del x[::3]
print([1, 2, 3, 4][slice(1, None)], "abc"[slice(-1, None, -1)], (1, 2, 3)[slice(2)])
