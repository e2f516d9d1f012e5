# Indexing and slicing count code points, whatever the bytes.
words = ["hello", "", "a", "äöü", "日本語テキスト", "a😀b😀c", "x" * 50 + "é" + "y" * 50]
bounds = [None, 0, 1, 2, 3, 10, 51, -1, -2, -3, -10, 10**20, -10**20]
for w in words:
    print(len(w), w[:1] + w[-1:], w[::-1])
    total = 0
    for a in bounds:
        for b in bounds:
            for step in (None, 1, 2, 3, -1, -2, 10**25, -10**25):
                part = w[a:b:step]
                total = (total * 31 + len(part) + sum(map(ord, part))) % 1000003
    print(total)
    for i in (0, 1, 4, -1, -5, 100, -100, 10**30, -10**30):
        try:
            print(i, w[i])
        except IndexError as e:
            print(i, e)
for bad in ("a", None, 1.0, (1,), b"x"):
    try:
        print("abc"[bad])
    except TypeError as e:
        print(e)
try:
    "abc"[::0]
except ValueError as e:
    print(e)


class Index:
    def __index__(self):
        return 1


print("abc"[Index()], "abc"[Index():], "abc"[True])
try:
    "abc"[0] = "x"
except TypeError as e:
    print(e)
s = "same"
print(s[:] is s, s[0:100] is s)
