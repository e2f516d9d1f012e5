# Annotations of variables, parameters and results
x: int = 5
y: "anything"
z: list = [1]


def f(a: int, b: str = "b", *c: tuple, d: "expr" = 4, **e: dict) -> int:
    v: float = 1.5
    w: int
    return a, b, c, d, e, v


print(x, z, f(1), f(1, "2", 3, d=5, k=6))
try:
    y
except NameError:
    print("y is only annotated")


class C:
    n: int = 3
    m: str

    def g(self) -> "C":
        self.p: int = 7
        return self


print(C.n, hasattr(C, "m"), C().g().p)
d = {}
d["k"]: int = 5
print(d)


def g():
    q: int
    try:
        q
    except NameError:
        return "unbound"


print(g())
