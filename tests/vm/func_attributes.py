# What a function knows of itself
def f(a, b=1):
    "the doc"
    return a


print(f.__name__, f.__doc__)
f.calls = 3
f.calls += 1
print(f.calls, hasattr(f, "other"))
g = f
print(g is f, g == f, f != len, callable(f), callable(3))
print((lambda: 0).__name__)


class C:
    def m(self):
        pass


print(C.m.__name__, C().m.__name__)
print(f.__defaults__, C.m.__qualname__)
