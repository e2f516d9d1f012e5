# return with nothing, a value, several values, from within loops and try
def a():
    pass


def b():
    return


def c():
    return 1, 2


def d(x):
    for i in range(10):
        while True:
            if i == x:
                return i
            break
    return -1


def e():
    try:
        return "try"
    finally:
        print("finally")


def f():
    for i in range(3):
        try:
            return i
        finally:
            if i == 0:
                continue
    return "end"


print(a(), b(), c(), d(4), d(99), e(), f())
print((lambda: None)(), (lambda x: (yield))(1) is not None)
