# Buffers and lists that Python code changes while a method is at work on them.
class Do:
    def __init__(self, action, value):
        self.action, self.value = action, value

    def __index__(self):
        self.action()
        return self.value

    def __bytes__(self):
        self.action()
        return b"!"

    def __str__(self):
        self.action()
        return "?"

    def __format__(self, spec):
        self.action()
        return "#"

    def __getitem__(self, i):
        self.action()
        return i if i < 3 else self.stop()

    def stop(self):
        raise IndexError


def attempt(name, f):
    try:
        print(name, f())
    except (ValueError, TypeError, IndexError, BufferError, RuntimeError) as e:
        print(name, type(e).__name__)


def fresh():
    global a
    a = bytearray(b"abcdefghij" * 10)
    return a


def clear():
    a.clear()


def grow():
    a.extend(b"0123456789" * 100)


for action in (clear, grow):
    for name, f in [
        ("find", lambda: a.find(b"c", Do(action, 1)) >= -1),
        ("count", lambda: a.count(b"c", 0, Do(action, 50)) >= 0),
        ("startswith", lambda: a.startswith(b"c", Do(action, 2)) in (True, False)),
        ("center", lambda: len(a.center(Do(action, 200))) == 200 or action is grow),
        ("zfill", lambda: len(a.zfill(Do(action, 5))) in (5, 1100)),
        ("replace", lambda: len(a.replace(b"a", b"xyz", Do(action, 5))) in (0, 1110)),
        ("get", lambda: a[Do(action, 99)]),
        ("slice", lambda: len(a[Do(action, 5):50:3]) in (0, 15)),
        ("set", lambda: a.__setitem__(99, Do(action, 65))),
        ("set2", lambda: a.__setitem__(Do(action, 99), 65)),
        ("setslice", lambda: a.__setitem__(slice(10, 20), [1, Do(action, 2), 3])),
        ("insert", lambda: a.insert(50, Do(action, 65))),
        ("append", lambda: a.append(Do(action, 65))),
        ("extend", lambda: a.extend([1, Do(action, 2)])),
        ("extend2", lambda: a.extend(Do(action, 1))),
        ("pop", lambda: a.pop(Do(action, 99))),
        ("remove", lambda: a.remove(Do(action, 97))),
        ("split", lambda: len(a.split(b"a", Do(action, 3))) in (1, 4)),
        ("expandtabs", lambda: len(a.expandtabs(Do(action, 3))) in (0, 1100)),
        ("percent", lambda: len(bytearray(b"%b%b") % (a, Do(action, 1))) in (1, 101)),
        ("percent2", lambda: len(a % ()) if action is None else a.__mod__((Do(action, 1),))),
        ("mul", lambda: len(a * Do(action, 2)) in (0, 2200)),
        ("imul", lambda: a.__imul__(Do(action, 2)) is a),
        ("bytes", lambda: len(bytes([1, Do(action, 2)]))),
        ("init", lambda: a.__init__([1, 2, Do(action, 3)])),
        ("hex", lambda: len(a.hex(":", Do(action, 2))) > -1),
        ("join", lambda: len(a.join(x for x in (b"1", bytes(Do(action, 1)), b"2"))) > 2),
    ]:
        fresh()
        attempt(name, f)
items = [1, 2, 3]
print(bytes([Do(items.clear, 7)] + items), items)
items = ["a", "b", "c"]
print("{}{}{}".format(items, Do(items.clear, 1), items))
print("%s%s%s" % (items, Do(lambda: items.append(1), 1), items))
view = memoryview(fresh())
attempt("view set", lambda: view.__setitem__(Do(view.release, 1), 65))
view = memoryview(fresh())
attempt("view value", lambda: view.__setitem__(1, Do(view.release, 65)))
view = memoryview(fresh())
attempt("view slice", lambda: view[Do(lambda: None, 99):].tobytes())
del view
d = {}
attempt("translate", lambda: "abc".translate(Do(lambda: d.clear(), 1)))
parts = ["x"] * 5


class Sneaky(str):
    def __str__(self):
        parts.clear()
        return "s"


parts[2] = Sneaky("y")
print("-".join(parts), len(parts))


def walk():
    for i in range(5):
        a.append(i)
        yield a


fresh()
print(len(b",".join(walk())), len(a))
