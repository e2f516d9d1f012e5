# Getting, setting and deleting single items
l = [10, 20, 30]
print(l[0], l[-1], l[-3], l[True])
l[1] = "b"
l[-1] = "c"
print(l)
del l[0]
del l[-1]
print(l)
for i in (1, -2, 10**20, -(10**20)):
    for f in (lambda: l[i], lambda: l.__setitem__(i, 0), lambda: l.__delitem__(i)):
        try:
            f()
            print("?")
        except IndexError as e:
            print("IndexError", e)
for i in (1.0, "0", None):
    try:
        l[i]
    except TypeError:
        print("TypeError")
