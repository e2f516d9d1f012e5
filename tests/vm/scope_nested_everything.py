# Functions in classes in functions, lambdas in comprehensions in methods
def make(n):
    class Counter:
        base = n

        def __init__(self):
            self.fs = [lambda k, i=i: (k, i, n, self.base) for i in range(2)]

        def total(self):
            def add(*a):
                nonlocal t
                t += sum(a)
                return t

            t = n
            return [add(i, j) for i in range(2) for j in range(2)]

        class Inner:
            deep = [n] * 2

            @staticmethod
            def get():
                return n, Counter.base

    return Counter


C, D = make(3), make(10)
print(C().total(), D().total(), C().fs[1]("k"), D.Inner.get(), C.Inner.deep)


def f():
    x = 1
    g = lambda: [(lambda: x + y)() for y in range(3)]
    x = 10
    return g()


print(f())


def p(a):
    def q(b):
        def r(c):
            def s(d):
                return a, b, c, d

            return s

        return r

    return q


print(p(1)(2)(3)(4), [(lambda x: lambda y: x * y)(i)(i + 1) for i in range(4)])
