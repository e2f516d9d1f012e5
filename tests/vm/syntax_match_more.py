# match: what binds, what does not, and in which order
class P:
    __match_args__ = ("x", "y")

    def __init__(self, x, y):
        self.x, self.y = x, y


def f(v):
    match v:
        case []:
            return "empty"
        case [x]:
            return "one", x
        case [1, _, *rest] if rest:
            return "1..", rest
        case (a, [b, *_], *c, d):
            return a, b, c, d
        case [*_, "end"]:
            return "end"
        case {"k": {"n": n}, **rest}:
            return n, rest
        case {1: _, 2: two}:
            return "two", two
        case {}:
            return "mapping"
        case P(0, y=yy):
            return "P0", yy
        case P(x=P(x=a)) as whole:
            return a, whole.y
        case P():
            return "P"
        case str(s) | bytes(s):
            return s
        case -1 | -2.5 | 1 + 2j:
            return "number"
        case None | True | False:
            return "const", v
        case int() as i if i > 100:
            return "big"
        case float(z):
            return z
        case _:
            return "other"


for v in ([], [5], [1, 2, 3], [1, 2], [0, [1, 2], 3, 4, 5], "end", ["x", "end"], {"k": {"n": 1}, "z": 2}, {1: 1, 2: 3},
          {"q": 1}, P(0, 3), P(P(8, 9), 7), P(1, 1), b"b", -1, -2.5, 1 + 2j, None, True, 500, 5, 2.5, (1, 2), range(2), {1}):
    r = f(v)
    print(r if not isinstance(r, tuple) or not isinstance(r[-1], P) else "P")


def guard(x):
    match x:
        case y if y > 5:
            return "big", y
        case y:
            return "small", y


def soft(match, case):
    match = match + case
    case = [match]
    match[0:1] = case if isinstance(match, list) else []
    return match, case


print(guard(9), guard(1), soft([1], [2]))
match = 5
print(match, [match for match in (1, 2)])
match (1, 2):
    case (a, b): print(a, b)
match 1, 2:
    case a, b: print(b, a)
x = 1
match x:
    case 2 | 3: print("no")
    case 1 | 4: print("yes", x)
match [1, [2, 3]]:
    case [a, [b, 4]]: print("no")
    case [a, [b, c]]: print(a, b, c)
