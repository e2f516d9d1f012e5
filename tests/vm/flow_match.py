# match: literals, captures, sequences, mappings, classes, guards, alternatives
class P:
    __match_args__ = ("x", "y")

    def __init__(self, x, y):
        self.x, self.y = x, y


RED = 7


class K:
    RED = 8


def f(v):
    match v:
        case 0:
            return "zero"
        case -1 | -2:
            return "small negative"
        case "a" | "b" as s:
            return "letter " + s
        case None | True:
            return "singleton"
        case K.RED:
            return "red"
        case []:
            return "empty"
        case [x]:
            return "one", x
        case [x, [y, *z]]:
            return "nested", x, y, z
        case (x, y, *rest) if x == y:
            return "equal", x, rest
        case [1, *_, 9]:
            return "1..9"
        case {"k": k, **rest}:
            return "map", k, rest
        case {"a": {"b": [_, b]}}:
            return "deep", b
        case P(0, y=y):
            return "on axis", y
        case P(x, y):
            return "point", x, y
        case int(n) | float(n) if n > 100:
            return "big", n
        case str():
            return "text"
        case _:
            return "other"


for v in (0, -2, "b", None, True, 8, [], [5], [1, [2, 3, 4]], (3, 3, 4), [1, 5, 9], {"k": 1, "z": 2},
          {"a": {"b": [1, 2]}}, P(0, 4), P(1, 2), 101, 100.5, "text", 50, b"x", {1: 2}):
    print(f(v))
