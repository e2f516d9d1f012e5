# Many attributes, added in different orders, deleted and added again
class A:
    pass


objs = []
for k in range(5):
    a = A()
    for i in range(40):
        setattr(a, "n%d" % ((i * 7 + k) % 40), i)
    objs.append(a)
print([a.n3 for a in objs], [a.n39 for a in objs])
for a in objs:
    for i in range(0, 40, 2):
        delattr(a, "n%d" % i)
print(len(objs[0].__dict__), hasattr(objs[0], "n2"), objs[4].n5)
for a in objs:
    a.n2 = "again"
print([a.n2 for a in objs], list(objs[0].__dict__)[-1])
print(sorted(objs[1].__dict__, key=lambda n: int(n[1:])))
