# The sieve, three ways
def sieve(n):
    flags = bytearray([1]) * (n + 1)
    flags[0] = flags[1] = 0
    for i in range(2, int(n**0.5) + 1):
        if flags[i]:
            flags[i * i :: i] = bytes(len(range(i * i, n + 1, i)))
    return [i for i, f in enumerate(flags) if f]


p = sieve(1000)
q = [n for n in range(2, 1001) if all(n % d for d in range(2, int(n**0.5) + 1))]
r, s = [], set(range(2, 1001))
while s:
    m = min(s)
    r.append(m)
    s -= set(range(m, 1001, m))
print(len(p), p[-5:], p == q == r)
