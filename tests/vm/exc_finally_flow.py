# finally with return, break, continue and raise
def ret():
    try:
        return "try"
    finally:
        return "finally"


def swallow():
    try:
        raise ValueError
    finally:
        return "swallowed"


def brk():
    out = []
    for i in range(5):
        try:
            if i == 1:
                continue
            if i == 3:
                break
            out.append(i)
        finally:
            out.append("f%d" % i)
    else:
        out.append("else")
    return out


def brk_swallows():
    while True:
        try:
            raise KeyError
        finally:
            break
    return "went on"


def nested():
    out = []
    try:
        try:
            out.append(1)
            raise ValueError
        finally:
            out.append(2)
            try:
                out.append(3)
                raise KeyError
            except KeyError:
                out.append(4)
            finally:
                out.append(5)
    except ValueError:
        out.append(6)
    finally:
        out.append(7)
    return out


def replaced():
    try:
        try:
            1 / 0
        finally:
            raise OSError("other")
    except OSError as e:
        return str(e), type(e.__context__).__name__


def value_kept():
    x = 1
    try:
        return x
    finally:
        x = 2


def many():
    for i in range(3):
        try:
            try:
                try:
                    return i
                finally:
                    print("a")
            finally:
                print("b")
        finally:
            print("c")


print(ret(), swallow(), brk(), brk_swallows(), nested(), replaced(), value_kept(), many())
