import struct

from awkward import attempt

for code in "efd":
    for v in (0.0, -0.0, 1.0, -2.5, 1e-8, 6e-8, 65504.0, 65520.0, 65519.9, 3.4e38, 3.5e38, 1e300, float("inf"), float("-inf"), float("nan"), 5.960464477539063e-08, 2.98e-8, 2.9802322387695312e-08, 2.9802322387695316e-08, 0.1, 1 / 3, 3, 2049.0, 2051.0,
              6.103515625e-05, 6.097555160522461e-05, 1e-45, 1.4e-45, 7e-46, "x", None):
        for order in "<>":
            packed = attempt(struct.pack, order + code, v)
            print(order + code, v, packed if isinstance(packed, bytes) else packed.split(": ")[1])
            if isinstance(packed, bytes):
                print(struct.unpack(order + code, packed))
print([struct.unpack("<e", struct.pack("<H", n))[0] for n in range(0, 65536, 1021)])
print(all(struct.pack("<e", struct.unpack("<e", struct.pack("<H", n))[0]) == struct.pack("<H", n) for n in range(0, 0x7C01, 37)))
