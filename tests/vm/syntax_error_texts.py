# The commonest mistakes: kind, text and line
for s in (
    "x = = 1", "if x\n    pass", "if x:\npass", "def f()\n    pass", "class C\n    pass", "for i in x\n    pass",
    "while x:\nz", 'print "hello"', "x = (1, 2\ny = 3", "foo(1, 2", "x = [1, 2 3]", "foo(a b)", "s = 'abc",
    's = """abc\n\n', "1 = x", "f() = 1", "a + 1 = 2", "None = 1", "(a, 1) = 2", "if x = 3:\n    pass", "return 1",
    "break", "continue", "yield 1", "  x = 1", "if 1:\n    x\n   y", "if 1:\n\tx\n        y", "def f(a, a): pass",
    "def f(a=1, b): pass", "def f(*): pass", "f(a=1, 2)", "f(**a, 2)", "f(a=1, a=2)", "f(x for x in y, 1)",
    "f(a.b=1)", "f(True=1)", "a, *b, *c = d", "*a = 1", "*a", "del f()", "for 1 in x: pass", "with a as 1: pass",
    "from a import b,", "try:\n    pass\nx = 1", "try:\n    pass\nexcept:\n    pass\nexcept A:\n    pass",
    "def f():\n    x = 1\n    global x", "def f():\n    print(x)\n    global x", "def f(x):\n    global x",
    "nonlocal x", "def f():\n    nonlocal x", "1 += 2", "[x for x in y if (x := 1)]", "0777", "1abc", "0x", "0b2",
    "x = “hello”", "x = )", "x = (1]", "x = (1,\n2]", 'f"{}"', 'f"}"', '"\\x1"', '"a" b"b"', "else:\n    pass",
    "x = 1 if 2", "{1:}", "{1:2, 3}", "x[1 2]", "a +", "async x", "def f(x, y\n    pass", "print(x))",
    "s = 'it's'", "lambda: (yield", "a = not", "import", "x = [1, 2, 3\nprint(x)", "f(__debug__=1)", "x, y: int",
    "def f():\n    async with a: pass", "async def f():\n    yield 1\n    return 2", "x = 1 \\ \ny", "class A:\ndef f(): pass",
    "match x:\n    case a:\n        pass\n    case b:\n        pass", "a ? b", "(x.y := 1)", "x = 5a",
):
    try:
        compile(s, "<s>", "exec")
        print(repr(s), "compiled")
    except SyntaxError as e:
        print(repr(s), type(e).__name__, e.args[0])
