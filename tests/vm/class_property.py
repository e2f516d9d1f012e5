# property: getter, setter, deleter, in subclasses, computed
class Temp:
    def __init__(self):
        self._c = 0

    @property
    def c(self):
        "celsius"
        return self._c

    @c.setter
    def c(self, v):
        if v < -273:
            raise ValueError("too cold")
        self._c = v

    @c.deleter
    def c(self):
        print("deleted")
        self._c = None

    f = property(lambda self: self._c * 9 / 5 + 32)


t = Temp()
t.c = 100
print(t.c, t.f)
t.c += 1
print(t.c)
try:
    t.c = -300
except ValueError as e:
    print(e)
try:
    t.f = 1
except AttributeError:
    print("read only")
del t.c
print(t.c)


class Sub(Temp):
    @property
    def c(self):
        return super().c * 2


s = Sub()
s._c = 5
print(s.c, isinstance(Temp.c, property), isinstance(Sub.__dict__["c"], property))


class Fails:
    @property
    def bad(self):
        return self.missing

    def __getattr__(self, name):
        return "fallback " + name


print(Fails().bad)
