# Method calls on instances, inherited, through super() and bound methods
class Base:
    def __init__(self, v):
        self.v = v

    def get(self):
        return self.v

    def add(self, n):
        self.v += n
        return self

    def template(self, n):
        return self.hook(n) + 1

    def hook(self, n):
        return n


class Derived(Base):
    def hook(self, n):
        return super().hook(n) * 2


def main():
    objs = [Base(1), Derived(2)]
    total = 0
    for i in range(300000):
        o = objs[i & 1]
        total += o.add(1).get()
        total += o.template(i)
        g = o.get
        total += g()
    return total
