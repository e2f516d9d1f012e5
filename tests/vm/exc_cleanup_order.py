# What runs in which order when an exception passes with, finally, generators and loops
log = []


class Res:
    def __init__(self, n):
        self.n = n

    def __enter__(self):
        log.append("open %s" % self.n)
        return self

    def __exit__(self, t, v, tb):
        log.append("close %s %s" % (self.n, t.__name__ if t else None))


def inner():
    with Res("a"), Res("b"):
        try:
            for i in range(3):
                with Res(i):
                    if i == 1:
                        raise LookupError("at 1")
        except KeyError:
            log.append("wrong")
        else:
            log.append("never")
        finally:
            log.append("inner finally")


def outer():
    try:
        inner()
    except LookupError as e:
        log.append("got %s" % e)
        try:
            raise RuntimeError("second") from e
        finally:
            log.append("second finally")


try:
    outer()
except RuntimeError as e:
    log.append(repr(e.__cause__))
print("\n".join(log))
