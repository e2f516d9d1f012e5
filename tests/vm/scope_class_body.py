# A class body is a scope that its methods do not see
x = "global"


class A:
    x = "class"
    y = x + "!"
    z = [i for i in range(3)]

    def f(self):
        return x

    for i in range(3):
        pass
    del i


print(A.x, A.y, A.z, A().f(), hasattr(A, "i"))


def f():
    x = "function"

    class B:
        y = x

        def m(self):
            return x

    return B.y, B().m()


print(f())


class C:
    n = 3
    if n > 2:
        def big(self):
            return True
    try:
        1 / 0
    except ZeroDivisionError:
        caught = "yes"
    with_doc = __name__


print(C().big(), C.caught, C.with_doc, C.__module__)
