# Classes that inherit from str and bytes.
class S(str):
    def __new__(cls, value="dflt", extra=None):
        self = super().__new__(cls, value)
        self.extra = extra
        return self

    def shout(self):
        return self.upper() + "!"


s = S("abc", extra=5)
print(s, repr(s), s.extra, s.shout(), len(s), s[1], s + "d", s == "abc", hash(s) == hash("abc"), {"abc": 1}[s], type(s + ""), type(s[:]), S())
print(isinstance(s, str), type(s).__name__, "ab" in s, s in ["abc"], ",".join([s, s]), f"{s:>5}", "%s" % s, "{}".format(s), s.split("b"), list(s))


class T(str):
    def __str__(self):
        return "custom"

    def __repr__(self):
        return "T!"

    def __eq__(self, other):
        return True

    def __hash__(self):
        return 7

    def __len__(self):
        return 99

    def __format__(self, spec):
        return "fmt" + spec


t = T("x")
print(t, repr(t), t == "zzz", hash(t), len(t), f"{t:q}", str(t), str.__len__(t), str.upper(t), [t])
x = "x"


class B(bytes):
    def __new__(cls, v):
        self = super().__new__(cls, v)
        self.tag = "t"
        return self


b = B(b"data")
print(b, b.tag, b == b"data", b[0], type(b + b""), b.upper(), {b"data": 1}[b], bytes(b), bytearray(b))


class A(bytearray):
    def __init__(self, *args):
        super().__init__(*args)
        self.name = "n"


a = A(b"xy")
a.append(122)
a += b"!"
print(a, a.name, type(a) is A, a == b"xyz!", type(a + b""), type(a[:]), len(a))
print(B.fromhex("0102"), type(B.fromhex("01")), A.fromhex("0102"))
