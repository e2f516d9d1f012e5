# yield from over an iterator that has no send or throw, and over one that has
class It:
    def __init__(self):
        self.n = 0

    def __iter__(self):
        return self

    def __next__(self):
        self.n += 1
        if self.n > 2:
            raise StopIteration("it is over")
        return self.n


class Full(It):
    def send(self, v):
        print("send", v)
        return self.__next__()

    def throw(self, *a):
        print("throw", a[0] if isinstance(a[0], type) else type(a[0]).__name__)
        return "from throw"

    def close(self):
        print("close")


def g(it):
    r = yield from it
    print("result", r)
    yield "end"


print(list(g(It())))
x = g(It())
next(x)
try:
    x.send(5)
except AttributeError:
    print("AttributeError")
x = g(Full())
print(next(x), x.send("v"))
print(x.throw(ValueError("q")))
x.close()
