# A small ray tracer with vector objects
from math import sqrt


class Vec:
    __slots__ = ("x", "y", "z")

    def __init__(self, x, y, z):
        self.x, self.y, self.z = x, y, z

    def __add__(self, o):
        return Vec(self.x + o.x, self.y + o.y, self.z + o.z)

    def __sub__(self, o):
        return Vec(self.x - o.x, self.y - o.y, self.z - o.z)

    def __mul__(self, k):
        return Vec(self.x * k, self.y * k, self.z * k)

    def dot(self, o):
        return self.x * o.x + self.y * o.y + self.z * o.z

    def unit(self):
        return self * (1.0 / sqrt(self.dot(self)))


class Sphere:
    def __init__(self, centre, radius, colour, mirror):
        self.centre, self.radius, self.colour, self.mirror = centre, radius, colour, mirror

    def hit(self, origin, ray):
        to = self.centre - origin
        along = to.dot(ray)
        gap = self.radius * self.radius - (to.dot(to) - along * along)
        if gap < 0.0:
            return None
        t = along - sqrt(gap)
        return t if t > 1e-6 else None

    def normal(self, p):
        return (p - self.centre).unit()


class Floor:
    colour = 0.5
    mirror = 0.1

    def hit(self, origin, ray):
        if ray.y > -1e-6:
            return None
        return -(origin.y + 1.0) / ray.y

    def normal(self, p):
        return Vec(0.0, 1.0, 0.0)


SCENE = [Floor()] + [Sphere(Vec(i - 2.0, 0.4 * (i % 2), 4.0 + i * 0.5), 0.7, 0.3 + i * 0.15, 0.3) for i in range(5)]
LIGHT = Vec(-3.0, 5.0, -2.0)


def nearest(origin, ray):
    best = found = None
    for thing in SCENE:
        t = thing.hit(origin, ray)
        if t is not None and (best is None or t < best):
            best, found = t, thing
    return best, found


def shade(origin, ray, depth):
    t, thing = nearest(origin, ray)
    if thing is None:
        return 0.2 + 0.3 * max(ray.y, 0.0)
    p = origin + ray * t
    n = thing.normal(p)
    to_light = (LIGHT - p).unit()
    light = max(n.dot(to_light), 0.0)
    if light > 0.0 and nearest(p + n * 0.001, to_light)[1] is not None:
        light = 0.0
    c = thing.colour * (0.1 + 0.9 * light)
    if depth and thing.mirror:
        c += thing.mirror * shade(p + n * 0.001, ray - n * (2.0 * n.dot(ray)), depth - 1)
    return c


def main():
    total = 0.0
    eye = Vec(0.0, 0.5, -3.0)
    for y in range(90):
        for x in range(120):
            total += shade(eye, Vec((x - 60) / 90.0, (45 - y) / 90.0, 1.0).unit(), 2)
    return "%.6f" % total
