# with: exceptions in enter, in exit, in nested managers
class C:
    def __init__(self, name, fail_enter=False, fail_exit=False, swallow=False):
        self.__dict__.update(name=name, fail_enter=fail_enter, fail_exit=fail_exit, swallow=swallow)

    def __enter__(self):
        print("enter", self.name)
        if self.fail_enter:
            raise OSError("enter " + self.name)

    def __exit__(self, t, v, tb):
        print("exit", self.name, t and t.__name__)
        if self.fail_exit:
            raise IndexError("exit " + self.name)
        return self.swallow


def attempt(f):
    try:
        f()
    except Exception as e:
        print("=>", type(e).__name__, e)
    else:
        print("=> fine")


def a():
    with C("a"), C("b", fail_enter=True):
        print("never")


def b():
    with C("a"), C("b", fail_exit=True):
        print("body")


def c():
    with C("a", swallow=True), C("b", fail_exit=True):
        raise ValueError("body")


def d():
    with C("a"):
        with C("b", swallow=True):
            raise ValueError("x")
        print("between")


def e():
    with 5:
        pass


def f():
    with C("a") as (x, y):
        pass


for fn in (a, b, c, d, e, f):
    attempt(fn)
