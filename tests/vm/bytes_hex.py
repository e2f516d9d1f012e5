# hex and fromhex; binascii.
import binascii
for t in (bytes, bytearray):
    x = t(b"\x00\x01\xab\xcd\xef")
    print(x.hex(), x.hex(":"), x.hex("-", 2), x.hex("-", -2), x.hex(".", 0), x.hex(" ", 10), x.hex(b"_", 3), x.hex(sep=",", bytes_per_sep=4), t().hex(":"))
    print(t.fromhex("00 01\tab CD\nef"), t.fromhex(""), t.fromhex("  "), t.fromhex("deadBEEF"))
    for bad in ("0", "0g", "a b", "00 1", "é1", "1é", 5, b"00"):
        try:
            print(t.fromhex(bad))
        except (ValueError, TypeError) as e:
            print(type(e).__name__, e)
    for args in (("::",), ("",), ("é",), (5,), (":", "x")):
        try:
            print(x.hex(*args))
        except (ValueError, TypeError) as e:
            print(type(e).__name__, e)
print(memoryview(b"\x01\x02\x03")[::2].hex(), memoryview(b"ab").hex(":"))
print(binascii.hexlify(b"\x01\xff"), binascii.hexlify(b"\x01\xff\x02", "-"), binascii.hexlify(b"abcd", ":", 2), binascii.unhexlify("01ff"), binascii.unhexlify(b"AbCd"))
for data in (b"", b"a", b"ab", b"abc", b"abcd", bytes(range(256))):
    e = binascii.b2a_base64(data)
    print(e, binascii.b2a_base64(data, newline=False) == e[:-1], binascii.a2b_base64(e) == data, binascii.crc32(data), binascii.crc32(data, 12345), binascii.crc_hqx(data, 0))
for text in ("YWJj", b"YW Jj\n", "YQ==", "YWI=", "YQ", "Y", "YWJjZ", "====", "", "!!", "YQ==YQ==", "Y=WJj", "YW=Jj"):
    try:
        print(text, binascii.a2b_base64(text))
    except ValueError as e:
        print(text, e)
for call in (lambda: binascii.unhexlify("0"), lambda: binascii.unhexlify("0g"), lambda: binascii.hexlify("a"), lambda: binascii.unhexlify(5), lambda: binascii.crc32("a"), lambda: binascii.a2b_base64("é")):
    try:
        print(call())
    except (ValueError, TypeError) as e:
        print(isinstance(e, ValueError), e)
