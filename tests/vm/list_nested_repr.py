# Lists that contain themselves
l = [1]
l.append(l)
print(l, repr(l), str([l]))
d = {}
d["d"] = d
print(d)
a = [d, (l,)]
print(a)
print(l[1][1][1][0], len(l))
print(l == l, l is l[1])
