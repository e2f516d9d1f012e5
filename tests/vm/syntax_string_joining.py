# Adjacent literals of different kinds, across lines
print("a" 'b' """c""" '''d''')
print(
    "one "
    "two "
    f"{1 + 2} "
    r"raw\n "
    "{not a field}"
)
print(b"a" b'b' rb"\c")
x = ("only",)
y = ("not a tuple")
print(x, y, len("" ""), "%s" "%s" % (1, 2), "a" "b" * 2, "a" "b"[1])
print("tab	inside", 'new\
line')
for bad in ('"a" b"b"', '"abc\n"', "'\\x4'", "'\\u12'", "b'é'", "'\\U00110000'", "'\\N{no such name at all}'"):
    try:
        eval(bad)
        print("?", bad)
    except SyntaxError:
        print("SyntaxError")
