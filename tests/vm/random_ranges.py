import random

from awkward import attempt


def all_in(make, test, n=300):
    return all(test(make()) for _ in range(n))


random.seed(42)
first = [random.random() for _ in range(5)] + [random.randint(1, 10**30), random.getrandbits(200), random.choice("abcdef"), random.gauss(0, 1)]
random.seed(42)
print(first == [random.random() for _ in range(5)] + [random.randint(1, 10**30), random.getrandbits(200), random.choice("abcdef"), random.gauss(0, 1)])
random.seed(43)
print(first[0] != random.random(), random.seed("text"), random.seed(b"bytes"), random.seed(1.5), random.seed(), random.seed(2**200), random.seed(-5))
print(all_in(random.random, lambda x: 0 <= x < 1), all_in(lambda: random.uniform(-2, 5), lambda x: -2 <= x <= 5), all_in(lambda: random.randint(-3, 3), lambda x: -3 <= x <= 3))
print(sorted({random.randint(-3, 3) for _ in range(500)}), sorted({random.randrange(10, 0, -3) for _ in range(300)}), sorted({random.randrange(5) for _ in range(300)}), sorted({random.randrange(0, 20, 5) for _ in range(300)}))
print(sorted({random.getrandbits(2) for _ in range(300)}), random.getrandbits(0), all_in(lambda: random.getrandbits(100), lambda x: 0 <= x < 2**100), any(random.getrandbits(100) >> 96 for _ in range(100)))
print(all_in(lambda: random.randrange(10**30), lambda x: 0 <= x < 10**30), all_in(lambda: random.randint(10**20, 10**20 + 2), lambda x: 0 <= x - 10**20 <= 2))
x = list(range(50))
random.shuffle(x)
print(sorted(x) == list(range(50)), x != list(range(50)), len(set(random.sample(range(100), 30))), sorted(random.sample([1, 2, 3], 3)), len(random.sample(range(10**9), 5)), random.sample([], 0), len(random.sample("abc", 2)))
print(len(random.choices([1, 2], k=7)), set(random.choices("ab", weights=[0, 1], k=50)), set(random.choices("abc", cum_weights=[0, 1, 1], k=50)), random.choices([1], k=0), sorted(random.sample(["a", "b"], k=3, counts=[2, 1])))
mean = sum(random.random() for _ in range(20000)) / 20000
gauss = [random.gauss(10, 2) for _ in range(20000)]
print(0.48 < mean < 0.52, 9.9 < sum(gauss) / 20000 < 10.1, 3.7 < sum((g - 10) ** 2 for g in gauss) / 20000 < 4.3, all_in(lambda: random.triangular(1, 3, 2), lambda v: 1 <= v <= 3), len(random.randbytes(9)), random.expovariate(2) >= 0)
counts = [0] * 6
for _ in range(6000):
    counts[random.randrange(6)] += 1
print(all(800 < c < 1200 for c in counts))
a, b = random.Random(7), random.Random(7)
print([a.random() for _ in range(3)] == [b.random() for _ in range(3)], a.randint(1, 100) == b.randint(1, 100), random.Random(8).random() != random.Random(9).random())
state = random.getstate()
x = [random.random() for _ in range(4)]
random.setstate(state)
print(x == [random.random() for _ in range(4)])
for text in ("randrange(0)", "randrange(5, 5)", "randrange(1, 2, 0)", "randint(5, 1)", "choice([])", "sample([1], 2)", "sample([1], -1)", "getrandbits(-1)", "choices([1, 2], weights=[1])", "choices([1], weights=[0])", "sample({1: 2}, 1)"):
    print(text, attempt(eval, "random." + text, globals()))
