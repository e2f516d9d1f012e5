# Exceptions raised and caught many times leave nothing behind
def f(i):
    if i % 3 == 0:
        raise ValueError(i)
    if i % 3 == 1:
        return {}[i]
    return i


counts = {}
for i in range(3000):
    try:
        f(i)
        name = "ok"
    except (ValueError, KeyError) as e:
        name = type(e).__name__
    counts[name] = counts.get(name, 0) + 1
print(sorted(counts.items()))


def deep(n):
    try:
        if n == 0:
            raise ValueError("deep")
        deep(n - 1)
    finally:
        out.append(n)


out = []
try:
    deep(100)
except ValueError as e:
    print(e, len(out), out[:3], out[-1])
