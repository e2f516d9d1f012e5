# bytearray: changing in place
a = bytearray(b"hello")
a[0] = 72
a[-1] = ord("O")
print(a, len(a), a[1:3], a[::-1], bytes(a), a == b"hellO", a.decode())
a.append(33)
a.extend(b"??")
a.extend([1, 2])
a += b"end"
print(a)
a[1:3] = b"XYZ"
print(a)
a[::3] = b"-" * len(a[::3])
print(a)
del a[0], a[-2:]
print(a)
a.insert(0, 65)
print(a.pop(), a.pop(0), a)
a.remove(ord("X"))
a.reverse()
print(a)
c = a.copy()
a.clear()
print(a, c, bytearray(3), bytearray([1, 2]), bytearray(b"x") + b"y", b"y" + bytearray(b"x"), bytearray(b"ab") * 2)
print(bytearray(b"a b").split(), bytearray(b"Ab").upper(), bytearray(b"xax").strip(b"x"), bytearray(b"abc").find(b"c"), bytearray(b"a").hex())
for bad in (lambda: a.append(256), lambda: a.pop(), lambda: hash(a), lambda: c.__setitem__(0, "x"), lambda: c.__setitem__(99, 1), lambda: c.remove(255)):
    try:
        bad()
    except (ValueError, TypeError, IndexError) as e:
        print(type(e).__name__)
b = bytearray(range(10))
b[2:5] = []
b[:0] = bytes([99])
print(list(b), bytearray(b"z") < bytearray(b"zz"), repr(bytearray(b"\x00'")), bool(bytearray()))
