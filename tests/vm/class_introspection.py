# dir, vars, __dict__, isinstance, getattr and friends
class A:
    a = 1

    def f(self):
        pass


class B(A):
    b = 2


x = B()
x.c = 3
print([n for n in dir(x) if not n.startswith("__")])
print([n for n in dir(B) if not n.startswith("__")])
print(vars(x), x.__dict__)
print("f" in A.__dict__, "f" in B.__dict__, sorted(n for n in A.__dict__ if not n.startswith("__")))
print(getattr(x, "a"), getattr(x, "zz", None), hasattr(B, "f"), hasattr(B, "c"))
setattr(x, "d d", 4)
print(getattr(x, "d d"))
delattr(x, "d d")
print(hasattr(x, "d d"))
print(isinstance(x, (int, A)), issubclass(B, A), isinstance(B, type), callable(x), callable(B))
print(B.__name__, B.__bases__[0].__name__, x.__class__ is B, B.__module__)
for bad in (lambda: getattr(x, "nope"), lambda: isinstance(1, 2), lambda: issubclass(1, int)):
    try:
        bad()
    except (AttributeError, TypeError) as e:
        print(type(e).__name__)
x.__dict__["e"] = 5
print(x.e)
x.__class__ = A
print(type(x).__name__, hasattr(x, "b"), x.c)
