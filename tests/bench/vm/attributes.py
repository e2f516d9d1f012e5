# Reading and writing attributes of instances, classes and modules
import sys


class Vec:
    dims = 3

    def __init__(self, x, y, z):
        self.x = x
        self.y = y
        self.z = z

    def step(self, o):
        self.x += o.y * o.dims
        self.y += o.z - self.x
        self.z += self.x + self.y
        self.x &= 0xFFFF
        self.y &= 0xFFFF
        self.z &= 0xFFFF


counter = 0


def main():
    global counter
    a, b = Vec(1, 2, 3), Vec(4, 5, 6)
    for i in range(300000):
        a.step(b)
        b.x = a.z
        counter += b.x
        b.y = b.x + a.dims
        if sys.maxsize < 0:
            return 0
    return counter, a.x, a.y, a.z, b.x
