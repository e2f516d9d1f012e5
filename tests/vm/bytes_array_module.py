# array.array
from array import array
for code in "bBhHiIqQfd":
    a = array(code, [1, 2, 3])
    print(a, a.typecode, a.itemsize, len(a), a[0], a[-1], a[1:], a[::-1], a + array(code, [4]), a * 2, 2 in a, a.tolist(), a.count(1), a.index(3))
    a.append(5)
    a.extend([6, 7])
    a.extend(array(code, [8]))
    a.insert(0, 9)
    print(a, a.pop(), a.pop(0), a)
    a.remove(2)
    a.reverse()
    a[0] = 10
    a[1:3] = array(code, [20, 21, 22])
    del a[0]
    del a[::2]
    a += array(code, [1])
    print(a, a == array(code, a), a != a, a < array(code, [100]), memoryview(a).format, memoryview(a).nbytes == len(a) * a.itemsize, bytes(a) == a.tobytes())
a = array("H", b"\x01\x00\x02\x00")
print(a, bytes(a), a.tobytes(), array("i"), array("d", (0.5, 1)), array("B", bytearray(b"ab")), array("i", range(4)))
a.byteswap()
print(a)
a.frombytes(b"\x05\x00")
a.fromlist([9])
print(a, list(a), list(reversed(a)), sum(a), max(a), [x for x in a])
m = memoryview(a)
m[0] = 7
print(a[0], m.tolist())
for call in (lambda: array("B", [256]), lambda: array("b", [-129]), lambda: array("b", [128]), lambda: array("h", [40000]), lambda: array("H", [-1]), lambda: array("i", [2**31]), lambda: array("z"), lambda: array(5), lambda: array("i", ["a"]),
             lambda: array("i", [1.5]), lambda: array("f", ["a"]), lambda: array("i", "abc"), lambda: a[100], lambda: a["a"], lambda: a.append("x"), lambda: a.extend(array("b")), lambda: a + [1], lambda: a.__setitem__(slice(0, 1), [1]),
             lambda: array("H", b"abc"), lambda: a.pop(100), lambda: a.remove(99), lambda: a.index(99), lambda: array("i").pop(), lambda: a.append(1), lambda: array()):
    try:
        print(call())
    except (TypeError, ValueError, IndexError, OverflowError, BufferError) as e:
        print(type(e).__name__, e if type(e) not in (BufferError,) and "given" not in str(e) and "at least" not in str(e) else "")
