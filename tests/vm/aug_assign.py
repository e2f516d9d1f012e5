# Augmented assignment: every operator, every kind of target, evaluated once
x = 10
x += 5; print(x, end=" ")
x -= 3; print(x, end=" ")
x *= 4; print(x, end=" ")
x //= 5; print(x, end=" ")
x **= 2; print(x, end=" ")
x %= 17; print(x, end=" ")
x <<= 3; print(x, end=" ")
x >>= 1; print(x, end=" ")
x |= 3; print(x, end=" ")
x &= 6; print(x, end=" ")
x ^= 15; print(x, end=" ")
x /= 2; print(x)


def t(v):
    print("eval", v)
    return v


l = [1, 2, 3]
l[t(1)] += t(10)
print(l)
d = {"k": [1]}
d[t("k")] += [2]
print(d)


class O:
    n = 1


o = O()
o.n += 1
print(o.n, O.n)
a = b = [1]
a += [2]
print(b)
a = a + [3]
print(a, b)
s = t0 = "x"
s += "y"
print(s, t0)
try:
    tup = ([1], 2)
    tup[0] += [5]
except TypeError:
    print(tup)
try:
    undefined += 1
except NameError:
    print("NameError")
l[0:2] += [9]
print(l)
