# lambda with every kind of parameter, nested, in expressions
print((lambda: 1)())
print((lambda a, b=2, *c, d, e=5, **f: (a, b, c, d, e, f))(1, d=4))
print((lambda a: lambda b: a - b)(5)(3))
print(list(map(lambda x: x * x, range(5))))
print(sorted(["bb", "a", "ccc"], key=lambda s: -len(s)))
f = lambda x: x if x > 0 else -x
print(f(-3), f(4))
print([g(2) for g in [lambda x: x + 1, lambda x: x * 10]])
print((lambda *a: a)(1, 2), (lambda **k: k)(a=1))
print((lambda: (1, 2))(), (lambda: [i for i in range(3)])())
compose = lambda *fs: lambda x: x if not fs else compose(*fs[1:])(fs[0](x))
print(compose(lambda x: x + 1, lambda x: x * 2)(5))
