# Calls of Python functions, recursive and with every kind of argument
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def plain(a, b):
    return a + b


def defaults(a, b=1, c=2):
    return a + b + c


def named(a, *, key=0):
    return a + key


def star(*args):
    return args[0]


def main():
    total = fib(26)
    for i in range(300000):
        total += plain(i, 1)
        total += defaults(i)
        total += named(i, key=3)
        total += star(i, 2)
    return total
