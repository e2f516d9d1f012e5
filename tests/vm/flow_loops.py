# for and while with else, break, continue, nested
for i in range(3):
    pass
else:
    print("for else", i)
for i in range(3):
    if i == 1:
        break
else:
    print("never")
n = 0
while n < 3:
    n += 1
else:
    print("while else", n)
while True:
    n -= 1
    if n % 2:
        continue
    if n < 0:
        break
print(n)
found = None
for a in range(2, 20):
    for b in range(2, a):
        if a % b == 0:
            break
    else:
        found = (found or []) + [a]
print(found)
for i in []:
    print("never")
else:
    print("empty else")
x = [1, 2, 3]
for v in x:
    if v < 3:
        x.append(v + 2)
print(x)
for i in range(3):
    i = 10
print(i)
for c in "añ😀":
    print(c, end="|")
for k in {"a": 1, "b": 2}:
    print(k, end="|")
print()
