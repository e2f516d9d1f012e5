# encode and decode: codecs and error handlers.
texts = ["plain", "", "é", "日本", "a😀b", "\ud800", "x\udc80y", "ÿĀ"]
for t in texts:
    for enc in ("utf-8", "ascii", "latin-1"):
        for err in ("strict", "ignore", "replace", "backslashreplace", "xmlcharrefreplace", "surrogateescape", "surrogatepass"):
            try:
                print(ascii(t), enc, err, t.encode(enc, err))
            except UnicodeEncodeError as e:
                print(ascii(t), enc, err, type(e).__name__, e, e.encoding, e.start, e.end, e.reason, ascii(e.object))
data = [b"plain", b"", b"\xc3\xa9", b"\xff", b"a\x80b", b"\xe2\x82", b"\xe2\x82\xac", b"\xed\xa0\x80", b"\xf0\x9f\x98\x80", b"\xf4\x90\x80\x80", b"\xc0\x80", b"\xe0\x80\x80", b"\xf0\x9f\x98", b"\xc3(", b"\xe2\x28\xa1", b"a\xf0\x90\x28\xbcb", b"\xfe\xff", b"ok \xc3", b"\xed\xb2\x80 \x80\x81"]
for d in data:
    for enc in ("utf-8", "ascii", "latin-1"):
        for err in ("strict", "ignore", "replace", "backslashreplace", "surrogateescape", "surrogatepass"):
            try:
                print(d, enc, err, ascii(d.decode(enc, err)))
            except UnicodeDecodeError as e:
                print(d, enc, err, type(e).__name__, e, e.encoding, e.start, e.end, e.reason, e.object)
for name in ("UTF-8", "utf8", "Utf_8", "U8", "US-ASCII", "latin1", "iso-8859-1", "L1", "ISO8859-1"):
    print(name, "aé".encode(name, "ignore"))
for call in (lambda: "a".encode("nope"), lambda: "é".encode("ascii", "nope"), lambda: b"\xff".decode("utf-8", "nope"), lambda: "a".encode("ascii", "nope"),
             lambda: "a".encode(1), lambda: b"a".decode("x" * 100), lambda: str(b"\xe9", "latin-1"), lambda: str(b"abc", "ascii", "strict"), lambda: str(bytearray(b"q"), errors="ignore"),
             lambda: str("a", "utf-8"), lambda: str(1, "utf-8"), lambda: b"a".decode(encoding="ascii", errors="strict")):
    try:
        print(call())
    except (LookupError, TypeError) as e:
        print(type(e).__name__, e)
