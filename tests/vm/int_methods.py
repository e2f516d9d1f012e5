# to_bytes, from_bytes, bit_length, bit_count and attributes
print((1024).to_bytes(2, "big"), (1024).to_bytes(4, "little"), (-2).to_bytes(2, "big", signed=True), (0).to_bytes(1, "big"), (2**70).to_bytes(10, "little"), (255).to_bytes(length=2, byteorder="big"))
print(int.from_bytes(b"\x04\x00", "big"), int.from_bytes(b"\x00\x04", "little"), int.from_bytes(b"\xff\xfe", "big", signed=True), int.from_bytes(b"", "big"), int.from_bytes(bytes(range(12)), "little"), int.from_bytes([1, 2], "big"))
print((0).bit_length(), (255).bit_length(), (-256).bit_length(), (2**100).bit_length(), (255).bit_count(), (-7).bit_count())
print((5).real, (5).imag, (5).numerator, (5).denominator, (5).conjugate(), (7).__class__.__name__, (3).as_integer_ratio())
for bad in (lambda: (256).to_bytes(1, "big"), lambda: (-1).to_bytes(1, "big"), lambda: (128).to_bytes(1, "big", signed=True), lambda: (1).to_bytes(-1, "big")):
    try:
        bad()
    except (OverflowError, ValueError) as e:
        print(type(e).__name__)
for n in (1, 127, 128, 255, 256, 65535, 2**31, 2**63, 2**64 - 1):
    k = (n.bit_length() + 7) // 8
    assert int.from_bytes(n.to_bytes(k, "big"), "big") == n
    assert int.from_bytes((-n).to_bytes(k + 1, "little", signed=True), "little", signed=True) == -n
