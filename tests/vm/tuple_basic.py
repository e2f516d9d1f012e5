# Tuples: display, operators, methods, immutability
print((), (1,), (1, 2), 1, (1, (2, (3,))))
t = 1, 2, 3
print(t + (4,), t * 2, 0 * t, t[0], t[-1], t[1:], t[::-1], len(t), 2 in t, t.index(2), (1, 1, 2).count(1))
print(t == (1, 2, 3), t < (1, 2, 4), () < (0,), t != [1, 2, 3], hash(t) == hash((1, 2, 3)), {(1, 2): "x"}[1, 2])
print(tuple([1, 2]), tuple("ab"), tuple(), tuple(range(3)), tuple(t) is t, bool(()), bool((0,)))
for bad in (lambda: t[3], lambda: t.index(9), lambda: hash(([],)), lambda: t + [1]):
    try:
        bad()
    except (IndexError, ValueError, TypeError) as e:
        print(type(e).__name__)
try:
    t[0] = 1
except TypeError as e:
    print(e)
t += (4,)
print(t, repr((1, "a", None)), str(((),)))
print(max((1, 5), (1, 4, 9)), sorted([(2, "b"), (1, "z"), (2, "a")]))
