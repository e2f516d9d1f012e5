# memoryview: a window on bytes and bytearrays
a = bytearray(b"abcdefgh")
m = memoryview(a)
print(len(m), m[0], m[-1], bytes(m[2:5]), bytes(m[::2]), m[1:][1:3].tobytes() if hasattr(m, "tobytes") else b"cd")
m[0] = 65
m[2:4] = b"XY"
print(a, bytes(m), m == a, list(m[:3]))
s = m[4:]
s[0] = 90
print(a, 65 in m, m[3:3] == b"", m.readonly if hasattr(m, "readonly") else False)
r = memoryview(b"const")
try:
    r[0] = 1
except TypeError:
    print("TypeError")
try:
    m[0:2] = b"longer"
except ValueError:
    print("ValueError")
print(r == b"const", r[1:3] == b"on", bytes(r), len(r[9:]), r.itemsize, memoryview(bytearray()) == b"")
for bad in (lambda: m[99], lambda: memoryview("str"), lambda: memoryview(5)):
    try:
        bad()
    except (IndexError, TypeError) as e:
        print(type(e).__name__)


def fill(view, v):
    for i in range(len(view)):
        view[i] = v


fill(m[2:4], 46)
print(a, m.hex(), m.tolist()[:2])
