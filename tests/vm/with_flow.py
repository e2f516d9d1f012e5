# with in loops with break, continue and return; targets of every kind
class C:
    def __init__(self, v):
        self.v = v

    def __enter__(self):
        return self.v

    def __exit__(self, *a):
        print("exit", self.v, a[0] is None)


def f():
    for i in range(4):
        with C(i):
            if i == 0:
                continue
            if i == 2:
                return "from %d" % i
    return "end"


print(f())
while True:
    with C("w"):
        break
with C((1, 2)) as (a, b):
    print(a, b)
with C([1, 2, 3]) as [a, *b]:
    print(a, b)


class O:
    pass


o = O()
with C("attr") as o.x, C("item") as o.__dict__["y"]:
    print(o.x, o.y)
with C("no target"):
    pass


def gen():
    with C("in gen") as x:
        yield x


print(list(gen()))


def final():
    try:
        with C("t"):
            return 1
    finally:
        print("finally after exit")


print(final())
