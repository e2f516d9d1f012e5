import struct

from awkward import attempt


def tried(function, *args, **kw):
    try:
        return function(*args, **kw)
    except struct.error as e:
        return "struct.error: " + str(e)
    except Exception as e:
        return type(e).__name__


print(struct.pack("5s3p0s", b"ab", b"xyz", b""), struct.unpack("5s3p", b"abcde\x05gh"), struct.pack("2s", bytearray(b"xyz")), struct.pack("300p", b"x" * 400)[:3])
print(tried(struct.pack, "5s", "x"), tried(struct.pack, "ii", 1), tried(struct.pack, "i", 1, 2), tried(struct.unpack, "ii", b"abc"), tried(struct.pack, "c", b"ab"), tried(struct.pack, "i", "x"), tried(struct.pack, "f", "x"), tried(struct.pack, 5))
print(struct.pack("<bhbqb", 1, 2, 3, 4, 5), struct.unpack("<bh2xb", b"\1\2\3\4\5\6"), struct.pack("<b3xh", 1, 2), len(struct.pack("bh", 1, 2)), struct.pack("3?", 0, [], "x"))
b = bytearray(10)
struct.pack_into("<hb", b, 3, 258, 7)
print(b, struct.unpack_from("<h", b, 3), struct.unpack_from("<h", b, -7), struct.unpack_from("<h", buffer=b, offset=1), struct.unpack_from("<h", memoryview(b)[3:]))
for text in ("pack_into('<i', b, 8, 1)", "unpack_from('<i', b, 8)", "unpack_from('<i', b, -2)", "unpack_from('<i', b, -20)", "pack_into('<i', b, -2, 1)", "pack_into('<i', b, 0)", "pack_into('<i')", "pack_into('<i', b)", "pack_into('<i', bytes(4), 0, 1)",
             "unpack_from('<i', b, 10**30)", "unpack('<i', 'abcd')", "iter_unpack('<h', b'abc')", "iter_unpack('', b'')"):
    print(text, tried(eval, "struct." + text, globals()))
print(list(struct.iter_unpack("<hb", b"abcdef")), [x for x in struct.iter_unpack("<i", b"")], next(struct.iter_unpack(">h", b"\1\2")))
s = struct.Struct(">if")
print(s.size, s.format, s.pack(1, 2.0), s.unpack(s.pack(3, 0.5)), s.unpack_from(b"\0" * 10, offset=2), list(s.iter_unpack(bytes(16))), s.pack_into(b, 0, 1, 1.0), b)


class Shrinks:
    def __index__(self):
        b.clear()
        return 1


# CPython refuses the resizing, we the packing; nobody writes where nothing is.
print(type(tried(struct.pack_into, "<hh", b, 0, 5, Shrinks())).__name__, len(b) in (0, 10))


class Index:
    def __index__(self):
        return 7


print(struct.pack("<hB", Index(), True), struct.unpack_from("<b", b"abcdefgh", Index()))
