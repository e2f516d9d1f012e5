# Cycles are collected, and living things survive
import gc


class N:
    def __init__(self, o):
        self.other = o
        self.pad = bytearray(200)


keep = []
for i in range(3000):
    a = N(None)
    b = N(a)
    a.other = b
    if i % 1000 == 0:
        keep.append(a)
gc.collect()
print(len(keep), all(k.other.other is k for k in keep), [len(k.pad) for k in keep])
l = None
for i in range(20000):
    l = (l, i)
n = 0
while l:
    n += l[1]
    l = l[0]
print(n)
total = 0
for i in range(300):
    d = {j: [j] * 10 for j in range(50)}
    total += len(d)
print(total)


def gen():
    big = [0] * 1000
    yield len(big)
    gc.collect()
    yield len(big)


print([x for x in gen()])
