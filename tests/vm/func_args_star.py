# *args and **kwargs gather what is left over
def f(*args, **kwargs):
    return args, kwargs


print(f())
print(f(1, 2, 3))
print(f(x=1, y=2))
print(f(1, *[2, 3], z=4, **{"w": 5}))


def g(a, b=2, *rest, c, d=4, **more):
    return a, b, rest, c, d, more


print(g(1, c=3))
print(g(1, 2, 3, 4, c=5, e=6))
print(g(1, c=1, d=2, **{"x y": 1}))

args, kwargs = f(*range(5), **dict(a=1))
print(type(args), type(kwargs), args, kwargs)


def pass_on(*args, **kwargs):
    return g(*args, **kwargs)


print(pass_on(1, 2, 3, c=4, z=5))
kw = {"k": 1}
out = f(**kw)[1]
out["k"] = 2
print(kw)
