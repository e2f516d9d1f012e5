# Methods called through the class, as keys and callbacks; bound methods kept
print(list(map(str.upper, ["a", "b"])), str.join("-", ["x", "y"]), str.split("a b"), sorted(["B", "a"], key=str.lower))
up = "abc".upper
print(up(), up.__name__)
print(str.__name__, str(5), str(), str(None), str("s"), str([1, "a"]), str(b"x"), str(1.5), str(True))
print(list(map(len, ["a", "bb"])), dict(map(str.split, ["a 1", "b 2"])), list.append.__name__)
add = [].append
print(add(5), "".join(map(chr, [65, 66])), int.__add__(1, 2), "a".__len__())
try:
    str.upper(5)
except TypeError:
    print("TypeError")
