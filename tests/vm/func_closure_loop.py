# A closure made in each turn of a loop, with its own cell by a function call
def make(i):
    return lambda: i


print([f() for f in [make(i) for i in range(4)]])


def shared():
    fs = []
    for i in range(3):
        j = i * i

        def f():
            return i, j

        fs.append(f)
    return [f() for f in fs]


print(shared())


def deleted():
    x = 1

    def f():
        return x

    del x
    try:
        f()
    except NameError:
        print("gone")
    x = 2
    print(f())


deleted()


def comp():
    k = 10
    return [k * i for i in range(3)], {i: (lambda: i + k)() for i in range(3)}


print(comp())
