# Sources with other line ends, a byte-order mark, form feeds, no newline at the end
for src in ("a = 1\r\nif a:\r\n    b = 2\r\n", "a = 1\rif a:\r    b = 2\r", "a = 1\nif a:\n\tb = 2", "\ufeffa = 1\nb = 2", "a = 1\n\x0cb = 2\n", "\n\n\na = 1\n\n# c\nb = 2\n\n", "a = 1;b = 2;", "a = '''x\r\ny'''\nb = 2", "if 1:\n    a = 1\n    b = 2\n    "):
    ns = {}
    exec(src.encode(), ns)
    print(repr(ns["a"]), ns["b"])
