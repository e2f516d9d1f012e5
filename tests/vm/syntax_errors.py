# Programs that are not Python
bad = [
    "if x\n    pass", "def f()\n    pass", "for i in 3\n    pass", "x = (1", "x = 1)", "x = [1)", "print 'x'",
    "if True:\npass", "  x = 1", "def f():\n    x\n  y", "1 = x", "f() = 2", "x + 1 = 2", "a, 1 = 2", "del f()", "del 1",
    "return 1", "break", "continue", "yield 1", "for", "while", "class", "def 5(): pass", "lambda x", "x = = 2",
    "import", "from x import", "from . import", "import a.b as", "x ==", "not", "a b", "(a b)", "[1 2]", "{1: 2 3: 4}",
    "'abc", '"""abc', "f'{'", "f'{}'", "f'{a b}'", "f'}'", "def f(a, a): pass", "def f(a=1, b): pass", "def f(*): pass",
    "def f(**k, a): pass", "f(a=1, 2)", "f(**k, *a)", "f(a=1, a=2)", "global x; x = 1\ndef f():\n    x = 1\n    global x",
    "nonlocal x", "def f():\n    nonlocal zzz", "try:\n    pass", "except:\n    pass", "else:\n    pass", "with:\n    pass",
    "try:\n    pass\nexcept:\n    pass\nexcept ValueError:\n    pass", "x := 5", "*a", "*a = 1", "a, *b, *c = d", "@\ndef f(): pass",
    "@x\ny = 1", "async x", "await x y", "assert", "raise x from", "x = yield = 1", "None = 1", "True += 1", "x.None = 1",
    "def f(None): pass", "lambda: (yield) = 1", "x++", "++", "x = $", "x = ?", "`x`", "0777", "x = 1 if 2", "[x for]",
    "[for x in y]", "{**a for a in b}", "[*a for a in b]", "(x for x in y) = 1", "f(x for x in y, 1)", "class C(: pass", "\x00",
]
for src in bad:
    try:
        compile(src, "<s>", "exec")
        print("compiled:", repr(src))
    except SyntaxError as e:
        pass
    except ValueError as e:
        print("ValueError", repr(src))
print(len(bad))
