# Every way out of try, except, else, finally and with runs what it must, once
log = []


class C:
    def __init__(self, name, swallow=False):
        self.name, self.swallow = name, swallow

    def __enter__(self):
        log.append("+" + self.name)
        return self

    def __exit__(self, t, v, tb):
        log.append("-" + self.name + (":" + t.__name__ if t else ""))
        return self.swallow


def way(how):
    x = "start"
    for i in range(3):
        try:
            with C("a"), C("b") as b:
                try:
                    if how == "return":
                        return x
                    if how == "break":
                        break
                    if how == "continue":
                        continue
                    if how == "raise":
                        raise ValueError(how)
                    if how == "deep":
                        try:
                            return "inner"
                        finally:
                            x = "changed"
                            log.append("deep")
                except ValueError as e:
                    log.append(repr(e))
                    if i == 1:
                        return "handled"
                    continue
                else:
                    log.append("else")
                finally:
                    log.append("f%d" % i)
                log.append("after")
        finally:
            log.append("F%d" % i)
            x = "late"
    else:
        log.append("for-else")
    return x


for how in ("return", "break", "continue", "raise", "deep", "none"):
    del log[:]
    print(how, way(how), log)


def override():
    for i in range(2):
        try:
            return 1 / 0
        except ZeroDivisionError:
            return "except"
        finally:
            if i == 0:
                continue
            return "finally"


def nested_return():
    try:
        try:
            raise KeyError("k")
        finally:
            try:
                raise ValueError("v")
            except ValueError:
                log.append("inner")
    except KeyError as e:
        return repr(e), repr(e.__context__)


def swallow():
    with C("s", True):
        raise ValueError
    return "went on"


def swallow_return():
    with C("s", True):
        return "value"


def loop_in_finally():
    out = []
    try:
        return out
    finally:
        for i in range(3):
            if i == 1:
                continue
            out.append(i)


import sys


def handled():
    seen = [sys.exc_info()[0]]
    for e in (KeyError, ValueError):
        try:
            raise e
        except KeyError:
            seen.append(sys.exc_info()[0])
            continue
        except ValueError:
            seen.append(sys.exc_info()[0])
            try:
                raise TypeError
            except TypeError:
                seen.append(sys.exc_info()[0])
            seen.append(sys.exc_info()[0])
    seen.append(sys.exc_info()[0])
    return [s and s.__name__ for s in seen]


print(override(), nested_return(), swallow(), swallow_return(), loop_in_finally(), handled())
