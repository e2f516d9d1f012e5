# Strings built piece by piece
s = ""
for i in range(1000):
    s += str(i)
print(len(s), s[:20], s[-9:])
parts = []
for i in range(500):
    parts.append("%d," % i)
t = "".join(parts)
print(len(t), t[:15])
u = "x"
for i in range(10):
    u = u + u
print(len(u))
a = b = "start"
a += "!"
print(a, b)
import io

f = io.StringIO()
for i in range(5):
    f.write(str(i))
print(f.getvalue())
print("=" * 20 + "\n" + "|%18s|" % "mid" + "\n" + "=" * 20)
