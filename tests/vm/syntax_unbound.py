# A local that is not bound on this way is an error, whatever the way
def t(f, *a):
    try:
        print(f(*a))
    except NameError as e:
        print(type(e).__name__, e)


def if_only(c):
    if c:
        x = 1
    return x


def loop(n):
    for i in range(n):
        y = i
    return i, y


def loop_else(n):
    for i in range(n):
        if i == 3:
            break
    else:
        z = "else"
    return z


def deleted(c):
    x = 1
    if c:
        del x
    return x


def delete_twice():
    x = 1
    del x
    del x


def in_try(c):
    try:
        if c:
            raise ValueError
        x = "bound"
    except ValueError:
        pass
    return x


def handler_name():
    e = "before"
    try:
        raise KeyError
    except KeyError as e:
        pass
    return e


def handler_loop():
    out = []
    for i in range(2):
        try:
            out.append(e)
        except NameError:
            out.append("unbound")
        try:
            raise KeyError(i)
        except KeyError as e:
            out.append(repr(e))
    return out


def own():
    x = x + 1


def aug():
    x += 1


def cell(c):
    if c:
        x = 1

    def inner():
        return x

    return inner()


def cell_deleted():
    x = 1

    def inner():
        return x

    del x
    return inner()


def while_walrus(n):
    while (m := n) > 0:
        n -= 1
        last = m
    return m, last


def two_loops():
    return [b for a in [1, 2] for b in ([a] if a == 1 else [b, b])]


def with_as():
    class M:
        def __enter__(self):
            raise ValueError

        def __exit__(self, *a):
            return True

    try:
        with M() as m:
            pass
    except ValueError:
        pass
    return m


def nonlocal_gone():
    x = 1

    def kill():
        nonlocal x
        del x

    kill()
    return x


def short(c):
    c and (v := 5)
    return v


for f in (if_only, deleted, in_try, cell, short):
    t(f, True)
    t(f, False)
for n in (0, 1, 5):
    t(loop, n)
    t(loop_else, n)
    t(while_walrus, n)
for f in (delete_twice, handler_name, handler_loop, own, aug, cell_deleted, two_loops, with_as, nonlocal_gone):
    t(f)
