# collections.deque
from collections import deque

d = deque([1, 2, 3], 10)
d.append(4)
d.appendleft(0)
print(list(d), len(d), d[0], d[-1], d.pop(), d.popleft(), list(d), bool(d), 2 in d)
d.extend([7, 8])
print([x * 2 for x in d], d[1])
d[1] = 99
print(list(d))
d.clear()
print(len(d), bool(d))
for f in (d.pop, d.popleft):
    try:
        f()
    except IndexError as e:
        print("IndexError")
m = deque((), 3)
for i in range(5):
    m.append(i)
print(list(m))
m.appendleft("L")
print(list(m))
q = deque(range(5), 5)
total = 0
while q:
    total += q.popleft()
print(total)
try:
    d[0]
except IndexError:
    print("IndexError")
