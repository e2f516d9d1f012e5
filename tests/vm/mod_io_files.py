# open: text and binary, modes, seeking, lines
with open("t.txt", "w") as f:
    print(f.write("line one\nline two\nüñï€\n"), f.write(""))
with open("t.txt") as f:
    print(f.read(4), f.readline(), f.read(), repr(f.read()), repr(f.readline()))
with open("t.txt", encoding="utf-8") as f:
    print([l.rstrip() for l in f], f.readlines())
with open("t.txt", "a") as f:
    f.write("more")
with open("t.txt") as f:
    print(f.readlines())
with open("t.txt", "rb") as f:
    b = f.read()
    print(len(b), b[-8:], f.seek(5), f.read(3), f.tell(), f.seek(-4, 2), f.read(), f.seek(0), f.readline())
with open("b.bin", "wb") as f:
    f.write(bytes(range(10)))
    f.write(bytearray(b"xyz"))
with open("b.bin", "r+b") as f:
    f.seek(2)
    f.write(b"**")
    f.seek(0)
    print(f.read())
with open("b.bin", "rb") as f:
    buf = bytearray(4)
    print(f.readinto(buf), buf, f.readinto(memoryview(buf)[:2]), buf)
for bad in (lambda: open("none.txt"), lambda: open("t.txt", "q"), lambda: open("x/y", "w")):
    try:
        bad()
    except (OSError, ValueError) as e:
        print(type(e).__name__ if isinstance(e, ValueError) else e.errno)
f = open("t.txt")
f.close()
f.close()
try:
    f.read()
except (ValueError, OSError):
    print("closed")
with open("t.txt", "w") as f:
    print("printed", 1, file=f)
print(open("t.txt").read(), sum(1 for _ in open("b.bin", "rb")))
with open("n.txt", "w") as f:
    f.write("a\nb\n\nc")
print(list(open("n.txt")))
