# Calls that do not fit the parameters are TypeErrors and do not run the body
def f(a, b=2, *, k):
    print("body ran")


def calls():
    yield "too few", lambda: f()
    yield "too many", lambda: f(1, 2, 3, k=1)
    yield "no k", lambda: f(1, 2)
    yield "unknown name", lambda: f(1, k=1, z=1)
    yield "twice", lambda: f(1, a=1, k=2)
    yield "twice in **", lambda: f(**{"a": 1}, **{"a": 2, "k": 1})
    yield "* of int", lambda: f(*1)
    yield "** of list", lambda: f(**[1])
    yield "** with int key", lambda: f(**{1: 2})
    yield "not callable", lambda: (1)(2)


for what, call in calls():
    try:
        call()
        print(what, "passed?")
    except TypeError:
        print(what, "TypeError")
