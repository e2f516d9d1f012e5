# + * == < in of lists
print([1] + [2, 3], [0] * 3, 2 * [1, 2], [1] * 0, [1] * -5, [] + [])
print([1, 2] == [1, 2], [1, 2] == [2, 1], [1] == (1,), [] == [], [1, 2] != [1], [1.0] == [1])
print([1, 2] < [1, 3], [1, 2] < [1, 2, 0], [2] > [1, 9, 9], [] < [0], [1] <= [1], ["a"] < ["b"])
print(2 in [1, 2], [1] in [[1]], 5 not in [1], None in [None], float("nan") in [1])
n = float("nan")
print(n in [n], [n] == [n], [n].index(n))
l = [1, 2]
l += (3, 4)
l += "x"
print(l)
l *= 2
print(l)
m = [[0] * 2] * 2
m[0][0] = 5
print(m)
m = [[0] * 2 for _ in range(2)]
m[0][0] = 5
print(m)
print(list("abc"), list(range(3)), list({"k": 1}), list(), list((1, 2)), list([1]))
print(bool([]), bool([0]), repr([]), repr([1, "a", [2.5, None]]), str(["x"]))
try:
    [1] < ["a"]
except TypeError:
    print("TypeError")
try:
    [1] + (2,)
except TypeError:
    print("TypeError")
