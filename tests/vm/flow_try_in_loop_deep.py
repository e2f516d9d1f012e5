# Blocks nested in one another: loops, with, try, generators
class C:
    def __enter__(self):
        return 1

    def __exit__(self, *a):
        log.append("x")
        return False


log = []


def f():
    for i in range(3):
        with C():
            try:
                for j in range(3):
                    try:
                        if j == 1:
                            continue
                        if i == 1:
                            break
                        if i == 2:
                            return log
                        log.append((i, j))
                    finally:
                        log.append("f")
                else:
                    log.append("else")
            except Exception:
                log.append("never")
            else:
                log.append("ok")
            finally:
                log.append("F")


print(f())
