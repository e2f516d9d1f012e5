# exec and eval see and set the names they are given
ns = {"x": 5}
exec("y = x + 1\ndef f():\n    return x * y\nclass K:\n    z = x\n", ns)
print(ns["y"], ns["f"](), ns["K"].z)
exec("x = 100", ns)
print(ns["f"]())
exec("import math\nr = math.floor(2.5)\nfor i in range(3):\n    pass", ns)
print(ns["r"], ns["i"])
g, l = {"a": 1}, {"b": 2}
exec("c = a + b\nb = 20", g, l)
print("c" in g, l["c"], l["b"])
print(eval("[a, b]", g, l), eval("(lambda: a)()", g))
exec("def h(): return a\na = 9", g)
print(g["h"]())
try:
    exec("raise KeyError('inside')")
except KeyError as e:
    print(e)
exec("")
exec("# nothing")
print(eval("(1,\n2)"), eval("  3"))
