# struct: pack, unpack, sizes and alignment
import struct

print(struct.pack("<bBhHiIqQ", -1, 255, -2, 65535, -3, 2**32 - 1, -4, 2**64 - 1))
print(struct.pack(">bBhHiIqQ", -1, 255, -2, 65535, -3, 2**32 - 1, -4, 2**64 - 1))
print(struct.unpack("<bBhHiIqQ", bytes(range(200, 230))[:30]), struct.unpack(">hhl", b"\x00\x01\x00\x02\x00\x00\x00\x03"))
print(struct.pack("<f", 1.5), struct.pack(">d", -2.25), struct.unpack("<f", b"\x00\x00\xc0?"), struct.unpack(">d", struct.pack(">d", 0.1)))
print(struct.pack("3s5s2s", b"abcd", b"xy", b""), struct.unpack("3s2x1s", b"abc\0\0z"), struct.pack("<2h3B", 1, 2, 3, 4, 5), struct.pack("<hxi", 1, 2), struct.pack("?", True), struct.unpack("?", b"\x02"), struct.pack("c", b"x"))
for f in ("b", "<h", "<i", "<q", "<bi", "bi", "bhi", "ib", "<10s", "<2h2x", "", "<", "!i", "=i", "b0i"):
    print(repr(f), struct.calcsize(f), end=" ")
print()
print(struct.unpack_from("<H", b"\x01\x02\x03\x04", 1), struct.unpack_from("<B", b"abc", -1))
buf = bytearray(8)
struct.pack_into("<HB", buf, 2, 0x1234, 0xFF)
print(buf, list(struct.unpack("!4H", buf)))
print([struct.unpack("<i", struct.pack("<i", v))[0] for v in (0, -1, 2**31 - 1, -(2**31))])
for bad in (lambda: struct.pack("<h", "x"), lambda: struct.unpack("<i", b"abc"), lambda: struct.pack("<hh", 1), lambda: struct.unpack("z", b""), lambda: struct.pack_into("<i", bytearray(2), 0, 1)):
    try:
        bad()
    except Exception as e:
        print("error", end=" ")
print()
