# __getattr__, __setattr__, __delattr__, __getattribute__
class A:
    x = 1

    def __getattr__(self, name):
        if name.startswith("no"):
            raise AttributeError(name)
        return "made " + name


a = A()
a.y = 2
print(a.x, a.y, a.z, getattr(a, "w"), getattr(a, "nothing", "default"), hasattr(a, "no"), hasattr(a, "q"))


class S:
    def __setattr__(self, name, value):
        print("set", name, value)
        object.__setattr__(self, name, value * 2)

    def __delattr__(self, name):
        print("del", name)
        object.__delattr__(self, name)


s = S()
s.v = 5
print(s.v)
s.v += 1
print(s.v)
setattr(s, "w", 1)
del s.v
delattr(s, "w")
print(hasattr(s, "v"))


class G:
    def __init__(self):
        self.a = 1

    def __getattribute__(self, name):
        if name == "secret":
            return "found"
        return object.__getattribute__(self, name)


g = G()
print(g.secret, g.a)
try:
    g.b
except AttributeError:
    print("AttributeError")
