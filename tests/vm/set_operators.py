# & | - ^ and in-place forms; frozenset
a, b = {1, 2, 3}, {2, 3, 4}
print(sorted(a & b), sorted(a | b), sorted(a - b), sorted(a ^ b), a == {3, 2, 1}, a != b, 2 in a, 9 not in a)
c = a
c |= {10}
print(sorted(a))
c &= {1, 2, 10}
c -= {10}
c ^= {2, 7}
print(sorted(c), c is a)
f = frozenset([1, 2])
print(sorted(f | {3}), type(f | {3}).__name__, type({3} | f).__name__, f == {1, 2}, hash(f) == hash(frozenset([2, 1])))
print({f: "key"}[frozenset((2, 1))], f in {f}, sorted(f.union("a"), key=str), frozenset(), frozenset([1]))
try:
    f.add(1)
except AttributeError:
    print("AttributeError")
try:
    {1} | [2]
except TypeError as e:
    print(e)
print({1, 1.0, True}, set("aaa"), {1}, set([]), set() == frozenset(), len(set(range(1000))))
print(sorted(set("hello") - set("l")), {frozenset({1}), frozenset({1})})
s = set(range(100))
for i in range(0, 100, 2):
    s.remove(i)
print(sorted(s)[:5], len(s), 50 in s, 51 in s)
