# Assigning to and deleting slices of a bytearray, against the same done with lists.
import random
random.seed(5)
n = 0
for i in range(2000):
    size = random.randrange(12)
    data = [random.randrange(256) for _ in range(size)]
    a, l = bytearray(data), list(data)
    pick = lambda: random.choice([None, random.randrange(-14, 14)])
    s = slice(pick(), pick(), random.choice([None, None, 1, 2, -1, 3, -2]))
    new = [random.randrange(256) for _ in range(random.randrange(5))]
    if random.random() < 0.3:
        new = [random.randrange(256) for _ in range(len(l[s]))]
    if random.random() < 0.3:
        del a[s]
        del l[s]
    else:
        try:
            l[s] = new
        except ValueError:
            # bytearray takes an empty source for a deletion; lists do not
            if not new:
                continue
            try:
                a[s] = bytes(new)
                print("no error", data, s, new)
            except ValueError:
                n += 1
            continue
        a[s] = random.choice([bytes, bytearray, list, tuple])(new)
    if list(a) != l:
        print("differs", data, s, new, a, l)
print("done", n > 0)
a = bytearray(b"abcdef")
a[1:3] = a
print(a)
a[::2] = a[1::2]
print(a)
a[3:] = memoryview(b"xyz")[::2]
print(a)
a[2:2] = range(3)
print(a)
a[10**20:] = b"end"
a[:-10**20] = b"start"
print(a)
for v in (5, "abc", None, [256], ["a"], 1.5):
    try:
        a[0:1] = v
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
try:
    a[::2] = b"1"
except ValueError as e:
    print(e)


class Shrink:
    def __index__(self):
        a.clear()
        return 200


a = bytearray(b"abcdef")
try:
    a[5] = Shrink()
except IndexError as e:
    print(e, a)
a = bytearray(b"abcdef")
print(a.find(b"c", Shrink()))
