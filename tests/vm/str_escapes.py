# Escapes in literals, raw strings, long strings, repr
print("tab\there\\ quote\" \' \x41 \u00e9 \U0001F600 \101 \0end".replace("\0", "NUL"))
print([ord(c) for c in "\a\b\f\n\r\t\v\0\x7f\x80\377\u2028"])
print(r"raw\n\t\x", R'\'', r"\\", len(r"\""))
print("""triple "quoted"
line two \
continued""")
print('''it's''', "it's", 'say "hi"', "both ' and \"")
print(repr("a'b"), repr('a"b'), repr("a'b\"c"), repr("\n\t\r\\"), repr("\x00\x1f\x7f\x80\xa0\xad"), repr("é€😀"), repr("\u2028\ue000"))
print(b"bytes\x00\xff\n\'\"", rb"\x00", Rb'\n', b'it\'s', b"\101")
print("a\
b", len("""
"""))
print("\xb0", ascii("é😀\n"), ascii("abc"))
