# Lists that change while they are walked
l = [1, 2, 3, 4]
for x in l:
    if x == 2:
        l.remove(2)
    print(x, end=" ")
print(l)
l = [1, 2, 3]
for x in l:
    if len(l) < 6:
        l.append(x * 10)
print(l)
l = list(range(5))
for x in l:
    l.pop()
print(l)
l = [1, 2, 3]
it = iter(l)
print(list(it))
l.append(4)
print(list(it))
l = [3, 1, 2]


def key(x):
    l.append(9)
    return x


try:
    l.sort(key=key)
except ValueError as e:
    print(e)
