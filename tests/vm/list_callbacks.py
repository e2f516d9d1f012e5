# Lists changed by the code they call.
class Evil:
    def __init__(self, act, result=False):
        self.act = act
        self.result = result
    def __eq__(self, other):
        self.act()
        return self.result

l = [1, 2, 3]
def clear():
    l.clear()
l[:] = [Evil(clear), Evil(clear), 5]
print(5 in l, l)
l[:] = [Evil(clear), Evil(clear), 5]
print(l.count(5), l)
l[:] = [Evil(clear), Evil(clear), 5]
try:
    print(l.index(5))
except ValueError:
    print("ValueError")
l[:] = [Evil(clear, True), 5]
try:
    l.remove(5)
    print("removed", l)
except ValueError:
    print("ValueError")
l[:] = [Evil(clear), 1, 2]
print(l == [0, 1, 2])
l[:] = [Evil(clear), 1, 2]
print([0, 1, 2] == l)
l[:] = [Evil(clear), 1, 2]
print(l != [0, 1, 2])
l[:] = [Evil(clear, True), 1, 2]
print(l < [0, 1, 3])

def grow():
    l.extend(range(1000))
l[:] = [Evil(grow, True), Evil(grow, True)]
print(l == [1, 2], len(l))

class R:
    def __repr__(self):
        l.clear()
        return "R"
l[:] = [R(), R(), R()]
print(l)

class I:
    def __init__(self, n, act):
        self.n, self.act = n, act
    def __index__(self):
        self.act()
        return self.n
l[:] = list(range(100))
try:
    print(l[I(5, clear)])
except IndexError as e:
    print("IndexError", e)
l[:] = list(range(10))
print(l[I(0, clear):5])
l[:] = list(range(10))
try:
    l[I(5, clear)] = 1
except IndexError as e:
    print("IndexError", e)
l[:] = list(range(10))
try:
    l.insert(I(5, clear), 1)
    print(l)
except IndexError as e:
    print("IndexError", e)
l[:] = list(range(10))
try:
    l.pop(I(5, clear))
except IndexError as e:
    print("IndexError", e)
l[:] = list(range(10))
l *= I(2, clear)
print(l)

class It:
    def __init__(self):
        self.n = 5
    def __iter__(self):
        return self
    def __next__(self):
        self.n -= 1
        if self.n == 0:
            raise StopIteration
        l.append("it")
        return self.n
l[:] = [0]
l.extend(It())
print(l)
l[:] = [0, 1, 2]
l[1:2] = It()
print(l)
l[:] = [1, 2]
print([x for x in l if len(l) > 7 or l.append(x) or True])

def gen():
    yield 1
    raise KeyError("stop")
l[:] = [0]
try:
    l.extend(gen())
except KeyError:
    print(l)
try:
    l += gen()
except KeyError:
    print(l)
try:
    list(gen())
except KeyError as e:
    print("KeyError", e)
