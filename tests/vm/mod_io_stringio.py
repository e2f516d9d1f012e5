# io.StringIO and io.BytesIO
import io

s = io.StringIO("one\ntwo\nthree")
print(s.read(2), s.readline(), s.readlines(), s.read(), s.seek(0), list(s), s.getvalue())
s = io.StringIO()
print(s.write("abc"), s.write("déf"), s.getvalue(), s.tell(), s.seek(1), s.write("X"), s.getvalue(), s.read())
b = io.BytesIO(b"hello world")
print(b.read(5), b.tell(), b.seek(-5, 2), b.read(), b.seek(0), b.readline(), b.getvalue())
b = io.BytesIO()
b.write(b"ab")
b.seek(5)
b.write(b"z")
print(b.getvalue(), len(b.getvalue()))
buf = bytearray(3)
b.seek(0)
print(b.readinto(buf), buf)
with io.StringIO("x") as f:
    print(f.read())
try:
    f.read()
except ValueError:
    print("closed")
try:
    io.StringIO().write(b"x")
except TypeError:
    print("TypeError")
try:
    io.BytesIO().write("x")
except TypeError:
    print("TypeError")
