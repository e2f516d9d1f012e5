# Recursion, direct and mutual, and to a good depth
def fact(n):
    return 1 if n <= 1 else n * fact(n - 1)


def even(n):
    return True if n == 0 else odd(n - 1)


def odd(n):
    return False if n == 0 else even(n - 1)


def ack(m, n):
    if m == 0:
        return n + 1
    if n == 0:
        return ack(m - 1, 1)
    return ack(m - 1, ack(m, n - 1))


def depth(n):
    return 0 if n == 0 else 1 + depth(n - 1)


print(fact(10), fact(30))
print(even(100), odd(101), even(7))
print(ack(2, 3))
print(depth(500))


def hanoi(n, a, b, c, out):
    if n:
        hanoi(n - 1, a, c, b, out)
        out.append(a + c)
        hanoi(n - 1, b, a, c, out)


moves = []
hanoi(3, "A", "B", "C", moves)
print(moves)
