# The words of the usual argument errors
def f(a, b, c=3):
    pass


def g(*, key):
    pass


def h():
    pass


class C:
    def m(self, x):
        pass


for call in (
    lambda: f(),
    lambda: f(1),
    lambda: f(1, 2, 3, 4),
    lambda: f(1, 2, d=4),
    lambda: f(1, a=2),
    lambda: g(),
    lambda: g(1),
    lambda: h(1),
    lambda: C().m(),
    lambda: C().m(1, 2),
    lambda: len(),
):
    try:
        call()
    except TypeError as e:
        print(e)
