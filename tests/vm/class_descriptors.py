# Descriptors: data ones before the instance, others after it
class Data:
    def __set_name__(self, owner, name):
        self.name = name
        print("named", name, owner.__name__)

    def __get__(self, obj, cls):
        if obj is None:
            return "on class " + cls.__name__
        return obj.__dict__.get("_" + self.name, "unset")

    def __set__(self, obj, value):
        print("set", self.name)
        obj.__dict__["_" + self.name] = value

    def __delete__(self, obj):
        print("delete", self.name)
        del obj.__dict__["_" + self.name]


class NonData:
    def __get__(self, obj, cls):
        return "non-data"


class C:
    d = Data()
    e = Data()
    n = NonData()


c = C()
print(c.d, C.d)
c.d = 5
c.__dict__["d"] = "shadow"
print(c.d, c.e)
del c.d
print(c.d)
print(c.n)
c.n = 3
print(c.n, C.n)


class Validated:
    def __init__(self, low):
        self.low = low

    def __set_name__(self, owner, name):
        self.key = name

    def __get__(self, obj, cls):
        return obj.__dict__[self.key]

    def __set__(self, obj, v):
        if v < self.low:
            raise ValueError("%s below %d" % (self.key, self.low))
        obj.__dict__[self.key] = v


class Box:
    w = Validated(0)

    def __init__(self, w):
        self.w = w


print(Box(3).w)
try:
    Box(-1)
except ValueError as e:
    print(e)
