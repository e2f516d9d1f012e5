# Slice reading, assignment and deletion, checked over every combination of small bounds and steps.
def show(f):
    try:
        return f()
    except Exception as e:
        return type(e).__name__ + ": " + str(e)

bounds = [None, 0, 1, 2, 5, 7, 100, -1, -2, -5, -7, -100]
steps = [None, 1, 2, 3, -1, -2, -3, 100, -100]
total = 0
for n in (0, 1, 2, 5, 6):
    for a in bounds:
        for b in bounds:
            for s in steps:
                l = list(range(n))
                got = l[a:b:s]
                t = tuple(l)[a:b:s]
                assert tuple(got) == t
                d = l[:]
                del d[a:b:s]
                assert len(d) == n - len(got), (n, a, b, s)
                assert all(x in l for x in d)
                e = l[:]
                e[a:b:s] = [-x for x in got]
                total += sum((i + 1) * x for i, x in enumerate(d)) * 3 + sum((i + 1) * x for i, x in enumerate(e)) * 7
                total += sum((i + 1) * x for i, x in enumerate(got)) * 11
print(total)

l = [1, 2, 3, 4, 5]
l[1:3] = "abc"
print(l)
l[5:] = []
print(l)
l[:0] = (9, 8)
print(l)
l[2:1] = [0]
print(l)
l[::2] = [7] * len(l[::2])
print(l)
l[:] = l
print(l)
l[1:3] = l
print(l)
l[::-1] = l
print(l)
del l[::2]
print(l)
del l[::-3]
print(l)
del l[:]
print(l)

def bad_extended():
    l = [1, 2, 3, 4]
    l[::2] = [1, 2, 3]
print(show(bad_extended))
def bad_value():
    l = [1, 2]
    l[0:1] = 5
print(show(bad_value))
def bad_step():
    return [1, 2][::0]
print(show(bad_step))
def bad_index():
    l = [1, 2]
    return l["x"]
print(show(bad_index))
def bad_slice():
    return [1, 2]["x":]
print(show(bad_slice))
def bad_assign():
    l = []
    l[0] = 1
print(show(bad_assign))
def bad_delete():
    l = []
    del l[0]
print(show(bad_delete))
print(show(lambda: [1][10**30]))
print(show(lambda: [1][-10**30]))
print([1, 2, 3][-10**30:10**30], [1, 2, 3][10**30::-1], [1, 2, 3][::10**30], [1, 2, 3][::-10**30])

class I:
    def __init__(self, n):
        self.n = n
    def __index__(self):
        return self.n
print([1, 2, 3][I(1)], [1, 2, 3][I(0):I(2)], [1, 2, 3][::I(-1)])
l = [1, 2, 3]
l[I(-1)] = 4
del l[I(0)]
print(l)
x = slice(1, None, 2)
print([1, 2, 3, 4][x], (1, 2, 3, 4)[x], "abcd"[x], b"abcd"[x])
print(True and [1, 2, 3][True], [1, 2, 3][False:True])
