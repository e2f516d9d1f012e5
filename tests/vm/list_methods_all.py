# Every list method with good and bad arguments.
def show(f, *args, **kw):
    try:
        r = f(*args, **kw)
        print(r)
    except Exception as e:
        print(type(e).__name__, e)

l = []
print(l.append(1), l.extend((2, 3)), l.insert(0, 0), l)
l.insert(-1, "x")
l.insert(100, "end")
l.insert(-100, "begin")
print(l)
print(l.pop(), l.pop(0), l.pop(-2), l)
show(l.pop, 10)
show(l.pop, -10)
show([].pop)
show([].pop, 0)
show(l.remove, 99)
l.remove(0)
print(l)
show(l.index, 3)
show(l.index, 77)
show([1, 2, 1, 2].index, 1, 1)
show([1, 2, 1, 2].index, 1, 1, 2)
show([1, 2, 1, 2].index, 2, -1)
show([1, 2, 1, 2].index, 2, -100, -1)
print([1, 2, 1, 1.0, True].count(1), [].count(1))
l = [3, 1, 2]
print(l.reverse(), l, l.copy(), l.copy() is l)
print(l.clear(), l)
show([].extend, 5)
show([].insert, 1)
show([].insert, "a", 1)
show([].sort, 1)
show([].sort, kee=1)
show(list, 1)
show(list, [], [])
show(list, iterable=[])
print(list(), list("abc"), list(range(3)), list({1: 2}), list((x for x in "xy")))
print([1] * 3, 3 * [1, 2], [1] * 0, [1] * -5, [] * 5)
l = [1, 2]
k = l
l += (3,)
l += "ab"
l *= 2
print(l, k is l)
l *= 0
print(l, k)
show(lambda: [1] + (2,))
show(lambda: [1] * 1.5)
show(lambda: [1] * [2])
show(lambda: [1] - [2])
show(lambda: -[1])
show(lambda: hash([]))
print([1, 2] < [1, 3], [1, 2] < [1, 2, 0], [] < [1], [2] > [1, 5], [1, 2] <= [1, 2], [1] >= [1], [1] == [1.0], [1] != [2])
show(lambda: [1] < (1,))
show(lambda: [1] < ["a"])
print([1] == (1,), [1] != (1,), [1, "a"] < [2, 5])
print(1 in [1], "a" in ["b"], float("nan") in [1])
nan = float("nan")
print([nan] == [nan], nan in [nan], [nan].index(nan), [nan].count(nan))
a = [1]
a.append(a)
print(a, repr(a), str([a]))
print(len(a), bool([]), bool([0]))
show(lambda: [1].foo)
l = [1, 2, 3]
for x in l:
    if x < 100:
        l.append(x + 100)
print(l)
l = [1, 2, 3, 4]
for x in l:
    l.remove(x)
print(l)
it = iter([1, 2])
print(next(it), it.__length_hint__(), next(it), next(it, "end"), next(it, "end"))
l = [1]
it = iter(l)
next(it)
print(next(it, "e"))
l.append(2)
print(next(it, "e"))
print(list(reversed([1, 2, 3])), list(reversed([])))
r = reversed([1, 2, 3])
print(r.__length_hint__(), next(r), r.__length_hint__())
print(type(iter([])).__name__, type(reversed([])).__name__)
