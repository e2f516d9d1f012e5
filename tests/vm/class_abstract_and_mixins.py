# Templates, mixins, class registries, cached properties, comparison helpers
class Shape:
    kinds = {}

    def __init_subclass__(cls, **kw):
        super().__init_subclass__(**kw)
        Shape.kinds[cls.__name__] = cls

    def area(self):
        raise NotImplementedError(type(self).__name__ + ".area")

    def __lt__(self, o):
        return self.area() < o.area()

    def __str__(self):
        return "%s(%.2f)" % (type(self).__name__, self.area())


class Square(Shape):
    def __init__(self, a):
        self.a = a

    def area(self):
        return self.a**2


class Circle(Shape):
    def __init__(self, r):
        self.r = r

    def area(self):
        return 3.14159 * self.r**2


class Blob(Shape):
    pass


shapes = [Square(3), Circle(1), Square(1.5)]
print(*sorted(shapes), max(shapes), list(Shape.kinds))
try:
    print(Blob())
except NotImplementedError as e:
    print("not implemented:", e)


class Cached:
    def __init__(self, f):
        self.f = f

    def __set_name__(self, owner, name):
        self.name = name

    def __get__(self, obj, cls):
        if obj is None:
            return self
        print("computing", self.name)
        v = obj.__dict__[self.name] = self.f(obj)
        return v


class Data:
    def __init__(self, items):
        self.items = items

    @Cached
    def total(self):
        return sum(self.items)


d = Data([1, 2, 3])
print(d.total, d.total)


class Observable:
    def __init__(self):
        self._watchers = []

    def watch(self, f):
        self._watchers.append(f)
        return f

    def fire(self, *a, **k):
        return [f(*a, **k) for f in self._watchers]


class Button(Observable):
    def click(self):
        return self.fire(self, n=1)


b = Button()


@b.watch
def one(src, n):
    return n


b.watch(lambda src, n: type(src).__name__)
print(b.click())
