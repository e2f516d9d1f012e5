# print: sep, end, file, many arguments
import io
import sys

print()
print("a", 1, None, [1], sep="-", end="!\n")
print("x", end="")
print("y", "z", sep="")
print(*range(5), sep=", ")
print("sep none", "b", sep=None, end=None)
f = io.StringIO()
print("to", "file", file=f, end="|")
print(repr(f.getvalue()))
print("out", file=sys.stdout, flush=True)


class W:
    def __init__(self):
        self.t = ""

    def write(self, s):
        self.t += s


w = W()
print("own", "writer", file=w)
print(repr(w.t))
print("multi\nline", "tab\tbed", r"raw\n")
print(1.0, 1e10, 10**20, True, "ünï", b"b", (1,), {"k": "v"}, {1}, range(3), ...)
