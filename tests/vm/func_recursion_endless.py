# Endless recursion is an error that can be caught, and the program goes on
def f(n):
    return f(n + 1) + 1


for i in range(3):
    try:
        f(0)
    except RuntimeError as e:
        print("caught", isinstance(e, RuntimeError))


class C:
    def __getattr__(self, name):
        return getattr(self, name + "x")

    def __repr__(self):
        return repr(self)


try:
    repr(C())
except RuntimeError:
    print("caught in repr")
print(sum(range(10)))
