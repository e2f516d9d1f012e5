# The words of the usual type errors
def show(f):
    try:
        f()
    except Exception as e:
        print(type(e).__name__ + ":", e)


show(lambda: 1 + "a")
show(lambda: "a" + 1)
show(lambda: [] + ())
show(lambda: "a" * "b")
show(lambda: -"a")
show(lambda: 1 < "a")
show(lambda: [] >= ())
five = 5
show(lambda: five[0])
show(lambda: None.x)
show(lambda: "abc".foo)
show(lambda: five())
show(lambda: len(5))
show(lambda: iter(5))
one = [1]
show(lambda: one["a"])
show(lambda: {}[[]])
show(lambda: {[]: 1})
abc = "abc"
show(lambda: abc["a"])
show(lambda: 1 in 5)
show(lambda: [x for x in 5])
show(lambda: int([]))
show(lambda: int(None))
show(lambda: float([]))
show(lambda: sum(["a"]))
show(lambda: "".join([1]))
show(lambda: ord("ab"))
show(lambda: ord(5))
show(lambda: "%d" % "x")
show(lambda: "%d %d" % (1,))
show(lambda: "%d" % (1, 2))
show(lambda: abs("x"))
show(lambda: isinstance(1, "x"))


def unpack(n):
    a, b = range(n)


show(lambda: unpack(1))
show(lambda: unpack(3))


def unpack_int():
    a, b = 5


show(unpack_int)


def assign():
    "abc"[0] = "x"


def assign2():
    (1, 2)[0] = 1


def delete():
    del (1, 2)[0]


show(assign)
show(assign2)
show(delete)
