# Integers to and from text in every base
for n in (0, 1, -1, 255, -255, 2**40, -(2**70)):
    print(n, hex(n), oct(n), bin(n), str(n), repr(n), "%x" % n, f"{n:b}")
print(0x1F, 0o17, 0b101, 0XFF, 1_000_000, 0x_ff, 0b1_0, 00)
print(int("ff", 16), int("0xff", 16), int("0xff", 0), int("0o17", 0), int("101", 2), int("z", 36), int("-0b11", 0), int("  12\n"), int("1_000"), int("+5"), int(b"77"))
for bad in ("", " ", "abc", "1.5", "1__0", "_1", "1_", "0x", "--1", "- 1", "12a", "0b2", "1e5"):
    try:
        print(int(bad))
    except ValueError as e:
        print("ValueError", e)
for bad in (("ff", 10), ("2", 2), ("g", 16), ("1", 37), ("1", 1), ("0xff", 10), ("010", 0)):
    try:
        print(int(*bad))
    except ValueError as e:
        print("ValueError")
for v in (None, [], 1j):
    try:
        int(v)
    except TypeError:
        print("TypeError")
print(int(), int("0"), int(-0.5), int(1e20), int("123456789" * 5))
