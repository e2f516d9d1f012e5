# Integer arithmetic in loops: Collatz, bits, modular products
def collatz(n):
    steps = 0
    while n != 1:
        n = n // 2 if n % 2 == 0 else 3 * n + 1
        steps += 1
    return steps


def main():
    best = 0
    for i in range(1, 8000):
        s = collatz(i)
        if s > best:
            best = s
    x = 12345
    for i in range(600000):
        x = (x * 1103515245 + 12345) & 0x7FFFFFFF
        x ^= x >> 7
    total = 0
    for i in range(700000):
        total += i
    return best, x, total
