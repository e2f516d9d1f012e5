# Default values are evaluated once, where the function is defined
def f(a, b=10, c="x"):
    return (a, b, c)


print(f(1), f(1, 2), f(1, 2, 3), f(1, c=5))

n = 5


def g(x=n):
    return x


n = 6
print(g(), g(7))


def acc(x, into=[]):
    into.append(x)
    return into


print(acc(1), acc(2), acc(3, []), acc(4))

fs = []
for i in range(3):

    def k(x, i=i):
        return x * i

    fs.append(k)
print([k(10) for k in fs])
print((lambda a, b=2: a + b)(1), (lambda *a, k=3: (a, k))(1, 2))
