# An uncaught KeyError through generators, comprehensions and methods
class A:
    def m(self, d):
        return [d[k] for k in self.gen()]

    def gen(self):
        yield "a"
        yield "missing"


A().m({"a": 1})
