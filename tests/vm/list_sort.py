# sort and sorted: stable, with key and reverse
print(sorted([3, 1, 2]), sorted("hello"), sorted((3, 1)), sorted({"b": 1, "a": 2}), sorted([]))
l = [5, 2, 8, 1]
l.sort(reverse=True)
print(l)
l.sort(key=lambda x: x % 3)
print(l)
pairs = [(i % 3, i) for i in range(12)]
print(sorted(pairs, key=lambda p: p[0]))
print(sorted(pairs, key=lambda p: p[0], reverse=True))
words = "the quick Brown fox jumps over The lazy dog".split()
print(sorted(words), sorted(words, key=str.lower), sorted(words, key=len))
print(sorted([1.5, 1, True, 0, -2.5]), sorted([[2, 1], [1, 9], [1]]), sorted(["b", "", "a"]))
try:
    sorted([1, "a"])
except TypeError:
    print("TypeError")
big = [(i * 7919) % 1009 for i in range(1000)]
s = sorted(big)
print(all(s[i] <= s[i + 1] for i in range(999)), sum(s) == sum(big), sorted(s, reverse=True) == s[::-1])
print(sorted(range(1000)) == list(range(1000)), sorted(range(100, 0, -1))[:5])
print(sorted([3, 1, 2], key=None, reverse=False), [].sort())


class Only:
    def __init__(self, v):
        self.v = v

    def __lt__(self, o):
        return self.v < o.v


print([o.v for o in sorted(map(Only, [3, 1, 2]))])
try:
    [1, 2].sort(key=lambda x: 1 // 0)
except ZeroDivisionError:
    print("ZeroDivisionError")
