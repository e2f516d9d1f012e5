# An uncaught exception of an own class
class MyError(Exception):
    pass


def f():
    raise MyError("what happened")


f()
