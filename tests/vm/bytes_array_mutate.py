# bytearray's own methods.
a = bytearray(b"abc")
a.append(100)
a.extend(b"ef")
a.extend([103, 104])
a.extend(x for x in (105,))
a.extend(a)
print(a)
a.insert(0, 0x41)
a.insert(-1, 0x42)
a.insert(100, 0x43)
a.insert(-100, 0x44)
print(a, a.pop(), a.pop(0), a.pop(-2), a)
a.remove(0x41)
a.reverse()
print(a)
b = a.copy()
b.clear()
print(b, len(b), a is not b)
a += b"!"
a += bytearray(b"?")
a *= 2
print(a)
c = a
c *= 0
print(a, c is a)
a = bytearray(b"0123456789")
del a[2]
del a[-1]
del a[2:4]
print(a)
a[0] = 65
a[-1] = 0x5A
print(a)
for call in (lambda: a.append(256), lambda: a.append("a"), lambda: a.append(-1), lambda: a.extend("abc"), lambda: a.extend(5), lambda: a.extend([300]), lambda: a.insert("a", 1), lambda: a.pop(100),
             lambda: bytearray().pop(), lambda: a.remove(1), lambda: a.remove(256), lambda: a.__setitem__(0, 256), lambda: a.__setitem__(100, 1), lambda: a.__setitem__("a", 1), lambda: a.__delitem__(100),
             lambda: hash(a), lambda: a.__setitem__(0, b"a"), lambda: a.__iadd__("x"), lambda: a.__iadd__(5), lambda: {a: 1}):
    try:
        print(call())
    except (TypeError, ValueError, IndexError) as e:
        print(type(e).__name__, e)
print(a)
big = bytearray()
for i in range(5000):
    big.append(i & 255)
print(len(big), sum(big))
while big:
    big.pop()
print(big)
