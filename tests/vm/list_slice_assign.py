# Assigning to and deleting slices, with steps
def t(s, v):
    l = list(range(8))
    try:
        l[s] = v
        print(l)
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)


t(slice(1, 3), ["a"])
t(slice(1, 3), "abcd")
t(slice(1, 1), [7, 7])
t(slice(None), [])
t(slice(5, 2), ["x"])
t(slice(-2, None), (0,))
t(slice(100, 200), [1])
t(slice(None, None, 2), "abcd")
t(slice(None, None, -2), "abcd")
t(slice(None, None, 2), "abc")
t(slice(1, 3), 5)
t(slice(None, None, 1), [1])
t(slice(6, 1, -2), "xyz")


def d(s):
    l = list(range(8))
    del l[s]
    print(l)


d(slice(1, 3))
d(slice(None))
d(slice(None, None, 2))
d(slice(None, None, -3))
d(slice(6, 1, -2))
d(slice(5, 2))
d(slice(1, None, 100))
l = [1, 2, 3]
l[1:2] = l
print(l)
l[:0] = (x for x in "gen")
print(l)
l[::2] = l[::-2] if len(l) % 2 else l[1::2]
print(l)
