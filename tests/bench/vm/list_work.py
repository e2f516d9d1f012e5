# Lists: appending, indexing, swapping, comprehensions, slices, a bubble sort and a sieve
def main():
    a = []
    for i in range(200000):
        a.append(i * 31 % 1009)
    total = 0
    for i in range(len(a)):
        total += a[i] * (i & 3)
    b = [x + 1 for x in a if x & 1]
    c = a[100:50000:3] + b[:1000]
    c.reverse()
    total += sum(c)
    s = a[:600]
    n = len(s)
    for i in range(n):
        for j in range(n - 1 - i):
            if s[j] > s[j + 1]:
                s[j], s[j + 1] = s[j + 1], s[j]
    flags = [True] * 200000
    for i in range(2, 448):
        if flags[i]:
            for j in range(i * i, 200000, i):
                flags[j] = False
    while b:
        total -= b.pop()
    return total, s[0], s[300], s[-1], sum(flags)
