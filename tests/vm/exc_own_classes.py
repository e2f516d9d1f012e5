# Exceptions of one's own
class Error(Exception):
    pass


class Coded(Error):
    def __init__(self, code, text="?"):
        super().__init__(code, text)
        self.code = code

    def __str__(self):
        return "code %d" % self.code


class Quiet(Error):
    def __init__(self, a):
        self.a = a


try:
    raise Coded(5, "five")
except Error as e:
    print(e, repr(e), e.args, e.code)
try:
    raise Quiet(3)
except Error as e:
    print(e, e.args, e.a)
print(str(Error()), repr(Error()), repr(Error("x")), str(Error("a", "b")), repr(Error("a", "b")))
print(isinstance(Coded(1), Exception), issubclass(Coded, Error))


class Multi(ValueError, KeyError):
    pass


for t in (ValueError, LookupError):
    try:
        raise Multi("m")
    except t as e:
        print(t.__name__, e)
e = ValueError("a")
e.extra = 7
print(e.extra, e.args)
e.args = (1, 2)
print(e, e.args)
