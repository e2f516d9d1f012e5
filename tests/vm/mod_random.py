# random: ranges, seeding, distribution (the numbers themselves are each implementation's)
import random

random.seed(7)
a = [random.getrandbits(16) for _ in range(5)]
random.seed(7)
print(a == [random.getrandbits(16) for _ in range(5)], all(0 <= x < 65536 for x in a))
print(all(0 <= random.random() < 1 for _ in range(200)), all(3 <= random.uniform(3, 4) <= 4 for _ in range(200)))
print(sorted({random.randint(1, 3) for _ in range(200)}), sorted({random.randrange(4) for _ in range(200)}), sorted({random.randrange(10, 20, 5) for _ in range(100)}))
print(sorted({random.choice("ab") for _ in range(100)}), random.choice([5]), random.randint(7, 7))
for bad in (lambda: random.randrange(0), lambda: random.choice([]), lambda: random.randint(2, 1), lambda: random.randrange(1, 2, 0), lambda: random.getrandbits(-1)):
    try:
        bad()
    except (ValueError, IndexError) as e:
        print(type(e).__name__)
n = [random.randint(0, 9) for _ in range(2000)]
print(all(100 < n.count(d) < 320 for d in range(10)))
print(random.getrandbits(0), random.getrandbits(64) < 2**64, random.getrandbits(1) in (0, 1))
