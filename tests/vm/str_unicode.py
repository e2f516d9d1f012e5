# Unicode: len, encode, decode, ord, chr, identifiers
s = "héllo €😀"
print(len(s), s.encode(), len(s.encode()), s.encode("utf-8").decode("utf-8") == s, s.upper())
print(ord("é"), ord("€"), ord("😀"), chr(233), chr(0x20AC), chr(0x1F600), chr(0), repr(chr(127)), chr(0x10FFFF) == "\U0010ffff")
print("a".encode("ascii"), b"abc".decode("ascii"), str(b"abc", "utf-8"), bytes("é", "utf8"), bytearray("é", "utf-8"))
for bad in (lambda: "é".encode("ascii"), lambda: b"\xff".decode(), lambda: b"\xe9".decode("ascii"), lambda: b"\xc3".decode("utf-8"), lambda: b"\xed\xa0\x80".decode(), lambda: b"\xc0\x80".decode(), lambda: b"\xf5\x80\x80\x80".decode(), lambda: chr(0x110000)):
    try:
        print(bad())
    except (UnicodeError, ValueError) as e:
        print(isinstance(e, ValueError))
print(b"a\xffb".decode("utf-8", "ignore"), b"a\xffb".decode("utf-8", "replace"), "aéb".encode("ascii", "ignore"), "aéb".encode("ascii", "replace"))
größe = 3
π = 3.14
print(größe, π, "größe" in globals())
print(sorted("zäaöé"), "ß" == "ß", "é" == "e\u0301", len("e\u0301"), "日本語"[1], "日本語"[::-1], "日本" in "日本語")
d = {"ключ": "значение"}
print(d, d["ключ"], "Ω".lower(), "ω".upper(), "ÿ".upper(), "İ".lower() == "i̇")
