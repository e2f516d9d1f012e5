# Values are taken before anything is stored, in every mixture of targets
def f():
    a, b = 1, 2
    a, b = b, a
    print(a, b)
    a, b, c = 1, 2, 3
    a, b, c = c, a, b
    print(a, b, c)
    a, b, c = b, b, a
    print(a, b, c)
    a, b = b, a + b
    print(a, b)
    a, b = a + b, a
    print(a, b)
    a, b, c = (a, b), [a, b], a
    print(a, b, c)
    x = [0, 1, 2]
    i = 0
    i, x[i] = 2, "i"
    print(i, x)
    x[0], x[1] = x[1], x[0]
    print(x)
    a = b = c = x
    print(a is b is c is x)
    a, b = c = [7, 8]
    print(a, b, c)
    (a, (b, *c)), d = (1, (2, 3, 4)), 5
    print(a, b, c, d)
    *a, b = range(4)
    print(a, b)
    a, *b = "xyz"
    print(a, b)
    [a, b] = {1: 2, 3: 4}
    print(a, b)
    a = 5
    a, a = 6, 7
    print(a)
    a = a + (a := 3)
    print(a)
    a = [a, (a := 9), a]
    print(a)
    a = 1
    print(a + (a := 10) + a, a < (a := 2) < a)
    x = x or [1]
    y = 0
    y = y or "default"
    z = 5
    z = z and z + 1
    print(x, y, z)
    p, q = 1, 2
    try:
        p, q = q, p.missing
    except AttributeError:
        print(p, q)
    try:
        p = q and p.missing
    except AttributeError:
        print(p, q)
    try:
        p, q = (1, 2, 3)
    except ValueError as e:
        print(p, q, e)


f()
n = [1, 2, 3]
n[0] += 10
n[-1:] += [4, 5]
print(n)


class O:
    pass


o = O()
o.x, o.y = 1, (o,)
o.x += 5
o.x, n[o.x % 2] = n[0], o.x
print(o.x, n, o.y[0] is o)
