# eval, exec, compile, globals, locals
print(eval("1 + 2"), eval("[x for x in range(3)]"), eval("a * 2", {"a": 5}), eval(" 5 "), eval("x + y", {"x": 1}, {"y": 2}))
ns = {}
exec("a = 1\ndef f(n):\n    return n + a\nb = f(10)", ns)
print(ns["a"], ns["b"], ns["f"](5))
exec("z = 7")
print(z)
code = compile("p * q", "<expr>", "eval")
print(eval(code, {"p": 3, "q": 4}), eval(code, {"p": "a", "q": 2}))
c2 = compile("for i in range(3):\n    out.append(i)\n", "<s>", "exec")
out = []
exec(c2)
exec(c2, {"out": out})
print(out)
for src in ("1 +", "x = ", "def f(:", "(", "a b", "for", "if True:\npass", "return 5", "'abc"):
    try:
        exec(src)
    except SyntaxError as e:
        print(type(e).__name__)
    except Exception as e:
        print("?", type(e).__name__)
try:
    eval("x = 5")
except SyntaxError:
    print("SyntaxError")
try:
    eval("undefined_thing")
except NameError as e:
    print(e)
x = 10


def f():
    x = 20
    return eval("x", {"x": 30}), eval("x", globals())


print(f(), "x" in globals(), globals()["x"], eval("__name__"))
globals()["made"] = 99
print(made)
g = {}
exec("class C:\n    v = 3\n    def m(self):\n        return self.v", g)
print(g["C"]().m())
