import struct

from awkward import Numbers, attempt

for order in ("<", ">", "=", "!"):
    for code in "xcbB?hHiIlLqQefdsp":
        print(order + code, struct.calcsize(order + code), struct.calcsize(order + "b3" + code + "h"))
    for bad in ("n", "N", "P", "y", "3", "3 ", "b 2"):
        print(order, ascii(bad), attempt(struct.calcsize, order + bad).split(": ")[1][:40])
print(struct.calcsize("@i"), struct.calcsize("bi"), struct.calcsize("bh"), struct.calcsize("") , struct.calcsize("10s"), struct.calcsize("<bhbq"), struct.calcsize(b"<hh"), struct.calcsize("2h 3b"), struct.calcsize("b0i") , struct.calcsize("0s"))
values = (0, 1, -1, 127, 128, -128, -129, 255, 256, 2**31 - 1, 2**31, -(2**31), 2**32 - 1, 2**32, 2**63 - 1, -(2**63), 2**64 - 1, 1.5, "a", b"a", None)
for code in "bBiIlLqQ?c":
    for order in "<>":
        for v in values:
            packed = attempt(struct.pack, order + code, v)
            print(order + code, v, packed if isinstance(packed, bytes) else "refused")
            if isinstance(packed, bytes):
                print(struct.unpack(order + code, packed))
for v in (300, -1):
    print(attempt(struct.pack, "B", v).split(": ")[1], attempt(struct.pack, "b", 300).split(": ")[1], attempt(struct.pack, "<i", 2**40).split(": ")[1])
r = Numbers(31)
for i in range(60):
    row = (r.word() % 256 - 128, r.word() % 256, r.word() % 65536 - 32768, r.bits(32) - 2**31, r.bits(64) - 2**63, r.bits(64), r.real() if i % 3 else 0.5)
    for f in ("<bBhiqQd", ">bBhiqQd"):
        packed = struct.pack(f, *row)
        back = struct.unpack(f, packed)
        print(packed.hex(), back[:6] == row[:6], back[6] == row[6] or row[6] != row[6])
