# close: GeneratorExit at the yield
def g():
    try:
        yield 1
        yield 2
    except GeneratorExit:
        print("exit seen")
        raise
    finally:
        print("cleanup")


it = g()
print(next(it))
it.close()
it.close()
print(list(it))
unstarted = g()
unstarted.close()
print(list(unstarted))


def stubborn():
    try:
        yield 1
    except GeneratorExit:
        yield 2


s = stubborn()
next(s)
try:
    s.close()
except RuntimeError as e:
    print(e)


def quiet():
    try:
        yield 1
    except GeneratorExit:
        return


q = quiet()
next(q)
print(q.close())


def angry():
    try:
        yield
    finally:
        raise ValueError("from finally")


a = angry()
next(a)
try:
    a.close()
except ValueError as e:
    print(e)
