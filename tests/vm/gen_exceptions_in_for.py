# Exceptions thrown from within a for over a generator, and cleanup order
log = []


def g(name):
    try:
        for i in range(3):
            log.append((name, i))
            yield i
    except ValueError:
        log.append((name, "value"))
        raise
    finally:
        log.append((name, "finally"))


def use():
    a, b = g("a"), g("b")
    try:
        for x in a:
            for y in b:
                if y == 1:
                    raise ValueError("stop")
    except ValueError as e:
        log.append(str(e))
    a.close()
    b.close()


use()
print(log)


def outer():
    try:
        yield from g("inner")
    except KeyError:
        yield "caught"


log.clear()
it = outer()
print(next(it), it.throw(KeyError("k")), list(it), log)
