# format() of text, and of other things.
for v in ("", "abc", "é日"):
    print([format(v, s) for s in ("", "s", "5", "<5", ">5", "^5", "05", "*^7", "é>6", ".2", "5.1", "5.0s", "10s", "日<4", "<", ">", "}<5", "{^5", "0<5", ">05")])
for s in ("d", "=5", "+", " ", "#", ",", "_", "z", "5x", "x", "c", ".", "5,s"):
    try:
        print(format("a", s))
    except ValueError as e:
        print(e)
print([format(None), format([1]), format((1, "a"), ""), format(b"x"), format(type), format(1.0), format(True), format(None, "")][:4])
for v in (None, [1], (1,), {}, b"a", object, range(3)):
    try:
        print(format(v, "5"))
    except TypeError as e:
        print(e)


class F:
    def __format__(self, spec):
        return "<%s>" % spec


class Bad:
    def __format__(self, spec):
        return 5


class Plain:
    def __str__(self):
        return "plain"


class Sub(int):
    pass


class Sub2(float):
    def __str__(self):
        return "s2"


print(format(F(), "abc"), f"{F():x{1}y}", "{:q}|{}".format(F(), F()), format(Plain()), f"{Plain()}", format(Sub(5), "03"), format(Sub2(1.5), ".2f"), format(Sub2(1.5)))
for call in (lambda: format(Bad(), ""), lambda: format(Plain(), "5"), lambda: format(1, 2), lambda: f"{Bad()}", lambda: object().__format__("x")):
    try:
        print(call())
    except TypeError as e:
        print(e)
print(int.__format__(5, "03"), "abc".__format__(">5"), (1.5).__format__(".2f"), (5).__format__(""))
