# Registers, masks, rotations, Gray code: what device code does
def set_bit(x, n):
    return x | 1 << n


def clear_bit(x, n):
    return x & ~(1 << n)


def rotl32(x, n):
    return (x << n | x >> 32 - n) & 0xFFFFFFFF


r = 0
for n in (0, 3, 7, 31, 40):
    r = set_bit(r, n)
print(hex(r), bin(r).count("1"), hex(clear_bit(r, 40)), r >> 3 & 1, r & 0xF)
x = 0x12345678
print([hex(rotl32(x, n)) for n in (1, 8, 16, 31)])
print([n ^ n >> 1 for n in range(16)])


def crc16(data, poly=0xA001):
    crc = 0xFFFF
    for b in data:
        crc ^= b
        for _ in range(8):
            crc = crc >> 1 ^ poly if crc & 1 else crc >> 1
    return crc


print(hex(crc16(b"123456789")), hex(crc16(b"")), hex(crc16(bytes(range(64)))))


def to_signed(v, bits):
    return v - (1 << bits) if v & 1 << bits - 1 else v


print([to_signed(v, 8) for v in (0, 127, 128, 255)], to_signed(0xFFFF, 16), to_signed(0x80000000, 32))
print([(v & -v) for v in (1, 6, 12, 96)], [v & (v - 1) for v in (7, 8, 12)], -1 & 0xFFFFFFFF, ~0xF0 & 0xFF)
state = 2463534242
for _ in range(5):
    state ^= state << 13 & 0xFFFFFFFF
    state ^= state >> 17
    state ^= state << 5 & 0xFFFFFFFF
    print(state, end=" ")
print()
