# Unpacking into targets of every kind
a, b = 1, 2
a, b = b, a
print(a, b)
(c, d), e = (1, 2), 3
print(c, d, e)
[f, [g, (h,)]] = 1, (2, [3])
print(f, g, h)
first, *rest = range(5)
*init, last = "abcd"
x, *mid, y = [1, 2]
print(first, rest, init, last, x, mid, y)
(i, *j), k = [(1, 2, 3), 4]
print(i, j, k)
a = b = c = []
a.append(1)
print(b, a is c)
d = {}
d["x"], d["y"] = 1, 2


class O:
    pass


o = O()
o.a, d["z"], [o.b, *o.c] = 1, 2, (3, 4, 5)
print(d, o.a, o.b, o.c)
l = [0, 1, 2]
i = 0
i, l[i] = 2, "set"
print(i, l)
for (p, q), *r in [((1, 2), 3, 4), ((5, 6),)]:
    print(p, q, r)
(z) = 5
(w,) = [7]
[] = ()
print(z, w)
for bad in ((1,), (1, 2, 3), 5, None):
    try:
        a, b = bad
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)
try:
    a, *b, c = (1,)
except ValueError as e:
    print(e)
