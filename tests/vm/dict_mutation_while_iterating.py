# A dict that changes size while it is walked raises
d = {i: i for i in range(5)}
try:
    for k in d:
        d[k + 100] = 1
except RuntimeError as e:
    print(e)
try:
    for k, v in d.items():
        del d[k]
except RuntimeError as e:
    print(e)
d = {1: 1, 2: 2}
for k in d:
    d[k] = "ok"
print(d)
for k in list(d):
    del d[k]
print(d)
