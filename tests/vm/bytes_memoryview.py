# memoryview.
a = bytearray(b"abcdefgh")
m = memoryview(a)
print(len(m), m[0], m[-1], m[2:4].tobytes(), m[::2].tobytes(), m[::-1].tolist(), bytes(m[1:]), m.nbytes, m.itemsize, m.format, m.shape, m.strides, m.ndim, m.readonly, m.obj is a)
m[0] = 65
m[1:3] = b"XY"
m[::4] = b"12"
print(a, m == a, m == b"other", m[0:2] == b"1X", m.tolist(), list(m), 49 in m)
c = m[2:6]
c[0] = 0x7A
print(a, c.tobytes(), c[1:][1:].tobytes(), c[::-1][::-1] == c, memoryview(c).obj is a)
r = memoryview(b"const")
print(r.readonly, hash(r) == hash(b"const"), r.tobytes(), r.toreadonly().readonly, m.toreadonly().readonly, r.contiguous, m[::2].contiguous)
w = m.cast("H")
print(len(w), w.itemsize, w.format, w.nbytes, w[0] == int.from_bytes(a[0:2], "little"), w.shape)
w[1] = 0x4142
print(a, w.cast("B")[2:4].tolist(), m.cast("b")[0], m[:4].cast("I").tolist(), m.cast("c")[0])
f = memoryview(bytearray(16)).cast("d")
f[0] = 1.5
f[1] = -2
print(f.tolist(), f[0:1].tolist(), memoryview(bytearray(4)).cast("f").tolist(), memoryview(bytearray(8)).cast("q").tolist(), memoryview(b"\x00\x01").cast("?").tolist())
with memoryview(a) as v:
    print(v[0])
for call in (lambda: v[0], lambda: len(v), lambda: r.__setitem__(0, 1), lambda: m.__setitem__(0, 256), lambda: m.__setitem__(0, "a"), lambda: m.__setitem__(100, 1), lambda: m[100], lambda: m["a"], lambda: m.__setitem__(slice(0, 2), b"abc"),
             lambda: m.__delitem__(0), lambda: memoryview("a"), lambda: memoryview(5), lambda: hash(m), lambda: m.cast("z"), lambda: m[:3].cast("H"), lambda: m[::2].cast("H"), lambda: w.cast("I"), lambda: m.cast(5), lambda: m < m, lambda: f.__setitem__(0, "x")):
    try:
        print(call())
    except (TypeError, ValueError, IndexError, BufferError) as e:
        print(type(e).__name__, e)
print(repr(v)[:20], repr(m)[:11], v == v, m == memoryview(a), memoryview(b"ab") == memoryview(b"ab")[::1], memoryview(b"\x01\x00").cast("H") == b"\x01")
b = bytearray(b"xyz")
view = memoryview(b)
for call in (lambda: b.append(1), lambda: b.extend(b"12"), lambda: b.clear(), lambda: b.pop(), lambda: b.__delitem__(0), lambda: b.__setitem__(slice(0, 1), b"12"), lambda: b.__init__(), lambda: b.__iadd__(b"1")):
    try:
        print(call())
    except BufferError as e:
        print(e)
b[0] = 1
b[0:2] = b"ab"
b.reverse()
view.release()
b.append(33)
print(b)
