# Long expressions, deep nesting, many names, big literals
print(sum([eval("+".join(["1"] * 500)), eval("(" * 50 + "7" + ")" * 50)]))
src = "x = 0\n" + "".join("v%d = %d\n" % (i, i) for i in range(600)) + "total = " + "+".join("v%d" % i for i in range(600))
ns = {}
exec(src, ns)
print(ns["total"])
src = "def f(" + ",".join("a%d" % i for i in range(200)) + "):\n    return " + "+".join("a%d" % i for i in range(200))
exec(src, ns)
print(ns["f"](*range(200)))
src = "def g():\n" + "".join("    v%d = %d\n" % (i, i) for i in range(400)) + "    return v0 + v399 + v200"
exec(src, ns)
print(ns["g"]())
big = eval("[" + ",".join(map(str, range(3000))) + "]")
print(len(big), sum(big), len(eval("{" + ",".join("%d:%d" % (i, i) for i in range(1000)) + "}")), len(eval("(" + "1," * 1000 + ")")))
depth = 15
src = ""
for i in range(depth):
    src += "    " * i + "for i%d in range(1):\n" % i
src += "    " * depth + "print('deep', i0)\n"
exec(src)
src = "".join("    " * i + "if True:\n" for i in range(60)) + "    " * 60 + "print('ifs')"
exec(src)
src = "x = 5\n" + "".join("%s x == %d: r = %d\n" % ("if" if i == 0 else "elif", i, i) for i in range(300)) + "print(r)"
exec(src)
print(len(eval("'" + "a" * 5000 + "'")))
print(eval(" and ".join(["1"] * 300)), eval("1" + " if 1 else 0"), eval("lambda: " * 20 + "3")()()() is not None)
