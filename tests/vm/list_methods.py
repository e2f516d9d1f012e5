# Every method of list
l = [3, 1, 2]
l.append(5)
l.extend([6, 7])
l.extend("ab")
l.insert(0, "first")
l.insert(-1, "near end")
l.insert(100, "end")
l.insert(-100, "start")
print(l, len(l))
print(l.pop(), l.pop(0), l.pop(-2), l)
l.remove("a")
l.remove(3)
print(l, l.index(5), l.count(1), [1, 2, 1, 1].count(1))
c = l.copy()
l.reverse()
print(l, c, c is not l)
l.clear()
print(l, c)
print([1, 2, 3, 1].index(1, 1), [1, 2, 3].index(3, -1), [True, 1].index(1), [1.0].count(1))
for bad in (lambda: [1].index(5), lambda: [1, 2].index(1, 1), lambda: [].pop(), lambda: [1].pop(5), lambda: [].remove(0)):
    try:
        bad()
    except (ValueError, IndexError) as e:
        print(type(e).__name__)
x = [1, 2]
x.extend(x)
print(x, x.append(1), x.sort(), x)
