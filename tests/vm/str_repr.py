# repr, ascii and str of text.
for s in ["", "a", "it's", 'say "hi"', "it's \"both\"", "\\", "\n\r\t\x00\x1b\x7f", "\x80\xa0\xad\xff", "é日😀", "\u200b\u2028\ue000\ufeff", "\ud800\udfff", "\U0010ffff\U000e0001", "{}%"]:
    print(ascii(s), len(s))
    print(repr(s).encode("utf-8", "backslashreplace"))
for b in [b"", b"a'b", b'a"b', b"'\"", bytes(range(256)), b"\\x"]:
    print(b, bytearray(b))
print(ascii("é"), ascii(["日"]), ascii({"ü": 1}), str("é"), str(5), str(None), str([1, "a"]), str())
print("%s|%r|%a" % ("é", "é", "é"), f"{'é'!a:>8}|{'é'!r}")
