# Sorting that is disturbed: what raises keeps every item; changing the list is noticed.
def show(f, *args, **kw):
    try:
        print(f(*args, **kw))
    except Exception as e:
        print(type(e).__name__, e)

show(sorted, [1, "a"])
show(sorted, 5)
show(sorted)
show(sorted, [1], None)
show(sorted, [1], key=5)
show(sorted, [1, 2], reverse="yes")
show(sorted, [2, 1], key=None, reverse=0)
show([3, 2, 1].sort, key=lambda: 0)
show(sorted, [1 + 2j, 2])
show(sorted, [None, None])
show(sorted, [None])
show(sorted, [], key=5)

l = [3, 1, 2]
def key(x):
    l.append(x)
    return x
show(l.sort, key=key)
print(l)

l = [3, 1, 2]
def key(x):
    print(len(l), end=" ")
    return x
l.sort(key=key)
print(l)

class Bad:
    def __init__(self, n):
        self.n = n
    def __lt__(self, other):
        global left
        left -= 1
        if left < 0:
            raise ValueError("enough")
        return self.n < other.n

seed = 1
def rnd(n):
    global seed
    seed = (seed * 1103515245 + 12345) % 2147483648
    return (seed >> 8) % n
for size in (5, 30, 200):
    for limit in (0, 1, 3, 10, 50, 150, 400, 900, 1500):
        for rev in (False, True):
            left = limit
            l = [Bad(rnd(100)) for _ in range(size)]
            copy = l[:]
            try:
                l.sort(reverse=rev)
            except ValueError as e:
                assert str(e) == "enough"
            assert len(l) == size
            assert set(map(id, l)) == set(map(id, copy)), (size, limit, rev)
            left = limit
            l = copy[:]
            try:
                l.sort(key=lambda b: b, reverse=rev)
            except ValueError:
                pass
            assert set(map(id, l)) == set(map(id, copy))
print("nothing lost")

class Mut:
    def __lt__(self, other):
        l.append(1)
        return False
l = [Mut(), Mut(), Mut()]
show(l.sort)
print(len(l))
class Mut:
    def __lt__(self, other):
        l.clear()
        return False
l = [Mut(), Mut(), Mut()]
show(l.sort)
print(len(l))
class Nest:
    def __init__(self, n):
        self.n = n
    def __lt__(self, o):
        sorted([Plain(3), Plain(1)])
        return self.n < o.n
class Plain(Nest):
    def __lt__(self, o):
        return self.n < o.n
print([x.n for x in sorted([Nest(i * 7 % 10) for i in range(10)])])
class S(list):
    pass
s = S([3, 1, 2])
s.sort()
print(s, type(s).__name__, type(sorted(s)).__name__)
