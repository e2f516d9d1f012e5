from contextlib import ExitStack, closing, contextmanager, nullcontext, suppress


@contextmanager
def tag(name):
    print("<%s>" % name)
    try:
        yield name.upper()
    except ValueError as e:
        print("caught", e)
    finally:
        print("</%s>" % name)


with tag("a") as a:
    print(a)
with tag("b"):
    raise ValueError("inside")
try:
    with tag("c"):
        raise KeyError("k")
except KeyError as e:
    print("out", e)
with suppress(ZeroDivisionError, KeyError):
    1 / 0
print("after")


class Thing:
    def close(self):
        print("closed")


with closing(Thing()) as t:
    print(type(t).__name__)
with nullcontext(5) as n:
    print(n)
with ExitStack() as stack:
    stack.enter_context(tag("x"))
    stack.enter_context(tag("y"))
    stack.callback(print, "callback", 1)
    print("body")


@tag("deco")
def f(x):
    return x


print(f(3), f(4))


@contextmanager
def empty():
    if 0:
        yield


try:
    with empty():
        pass
except RuntimeError as e:
    print(e)
