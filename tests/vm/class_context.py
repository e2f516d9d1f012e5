# A class as a context manager: what __exit__ sees and what it may swallow
class C:
    def __init__(self, name, swallow=False):
        self.name = name
        self.swallow = swallow

    def __enter__(self):
        print("enter", self.name)
        return self.name.upper()

    def __exit__(self, t, v, tb):
        print("exit", self.name, t and t.__name__, v, tb is not None)
        return self.swallow


with C("a") as x:
    print(x)
with C("s", True):
    raise ValueError("swallowed")
print("after")
try:
    with C("n"):
        raise KeyError("k")
except KeyError as e:
    print("got", repr(e))
with C("1") as a, C("2") as b:
    print(a, b)
with (C("p"), C("q") as q,):
    print(q)


def f():
    with C("r"):
        return "returned"


print(f())
for i in range(3):
    with C("loop%d" % i):
        if i == 0:
            continue
        break
