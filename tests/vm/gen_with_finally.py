# Generators that hold a with or a try when they are left
class C:
    def __enter__(self):
        print("enter")
        return self

    def __exit__(self, t, v, tb):
        print("exit", t and t.__name__)


def g():
    with C():
        for i in range(3):
            yield i


for i in g():
    print(i)
it = g()
print(next(it))
it.close()
it = g()
next(it)
try:
    it.throw(ValueError("v"))
except ValueError as e:
    print("out", e)


def h():
    try:
        yield 1
        return "r"
    finally:
        yield "in finally"
        print("end")


it = h()
print(next(it), next(it))
try:
    next(it)
except StopIteration as e:
    print("value", e.value)
