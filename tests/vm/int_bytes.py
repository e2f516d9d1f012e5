from awkward import Numbers, attempt

r = Numbers(7)
for bits in (8, 16, 40, 64, 200):
    for i in range(30):
        a = r.integer(bits)
        n = (abs(a).bit_length() + 8) // 8
        little = a.to_bytes(n, "little", signed=True)
        print(little.hex(), a.to_bytes(n, "big", signed=True)[::-1] == little, int.from_bytes(little, "little", signed=True) == a,
              int.from_bytes(little, "big"), int.from_bytes(little, "big", signed=True))
        print(attempt(a.to_bytes, bits // 8, "big"), attempt(a.to_bytes, bits // 8, "little", signed=True), attempt(a.to_bytes, 0, "big"))
print((5).to_bytes(), (5).to_bytes(length=3, byteorder="little"), attempt((5).to_bytes, -1, "big"), attempt((5).to_bytes, 1, "x"),
      attempt((5).to_bytes, 1, 5))
print(int.from_bytes([1, 2], "little"), int.from_bytes(bytearray(b"\xff\x00")), int.from_bytes(b"", "big"), int.from_bytes((255,) * 3, "big"))
print(attempt(int.from_bytes, "ab", "big"), attempt(int.from_bytes, b"ab", "x"), attempt(int.from_bytes, [300], "big"))


class Mine(int):
    pass


print(type(Mine.from_bytes(b"\1", "big")).__name__, Mine.from_bytes(b"\1\0", "big"))
