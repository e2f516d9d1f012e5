# A little calculator: tokens, recursive descent, an environment
def tokens(s):
    i = 0
    while i < len(s):
        c = s[i]
        if c.isspace():
            i += 1
        elif c.isdigit() or c == ".":
            j = i
            while j < len(s) and (s[j].isdigit() or s[j] == "."):
                j += 1
            yield "num", float(s[i:j]) if "." in s[i:j] else int(s[i:j])
            i = j
        elif c.isalpha():
            j = i
            while j < len(s) and s[j].isalnum():
                j += 1
            yield "name", s[i:j]
            i = j
        elif c in "+-*/^()=,":
            yield c, c
            i += 1
        else:
            raise SyntaxError("odd character %r at %d" % (c, i))
    yield "end", None


class Parser:
    def __init__(self, text, env):
        self.toks = list(tokens(text))
        self.at = 0
        self.env = env

    @property
    def kind(self):
        return self.toks[self.at][0]

    def take(self, kind=None):
        k, v = self.toks[self.at]
        if kind and k != kind:
            raise SyntaxError("expected %s, got %s" % (kind, k))
        self.at += 1
        return v

    def statement(self):
        if self.kind == "name" and self.toks[self.at + 1][0] == "=":
            name = self.take()
            self.take("=")
            self.env[name] = v = self.sum()
        else:
            v = self.sum()
        self.take("end")
        return v

    def sum(self):
        v = self.product()
        while self.kind in "+-":
            v = v + self.product() if self.take() == "+" else v - self.product()
        return v

    def product(self):
        v = self.power()
        while self.kind in ("*", "/"):
            v = v * self.power() if self.take() == "*" else v / self.power()
        return v

    def power(self):
        v = self.atom()
        if self.kind == "^":
            self.take()
            v **= self.power()
        return v

    def atom(self):
        if self.kind == "-":
            self.take()
            return -self.atom()
        if self.kind == "(":
            self.take()
            v = self.sum()
            self.take(")")
            return v
        if self.kind == "name":
            name = self.take()
            if self.kind == "(":
                self.take()
                args = [self.sum()]
                while self.kind == ",":
                    self.take()
                    args.append(self.sum())
                self.take(")")
                return self.env[name](*args)
            return self.env[name]
        return self.take("num")


env = {"max": max, "pi": 3.14159}
for line in ("1 + 2 * 3", "(1+2)*3", "2^3^2", "x = 10 / 4", "x * -2", "max(1, x, 2) - 1", "1 +", "2 $ 3", "nope", "1 / 0", "3 4", "pi*x^2"):
    try:
        print(line, "->", Parser(line, env).statement())
    except (SyntaxError, KeyError, ZeroDivisionError) as e:
        print(line, "->", type(e).__name__, e)
