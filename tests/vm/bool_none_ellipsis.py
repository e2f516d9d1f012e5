# True, False, None, Ellipsis, NotImplemented
print(True, False, None, ..., Ellipsis is ..., NotImplemented, True + 1, True * 5, -True, ~False, True == 1, False == 0, True is True, isinstance(True, int), issubclass(bool, int))
print(bool(), bool(5), bool("False"), bool([]), True & False, True | False, True ^ True, type(True & 1).__name__, type(True & True).__name__, not None)
print(["n", "y"][True], {True: 1, 1: 2}, True < 2, max(False, True), sum([True, True, False]), str(True), repr(None), int(True), float(True), "%d" % True, "%s" % False, f"{True:d} {True!r}")
print(None == None, None is None, None == 0, None == False, type(None).__name__, [None] * 2, None in [0, None])
for bad in ("None = 1", "True = 0", "None.x = 1", "f() = 1", "1 = x"):
    try:
        exec(bad)
    except (SyntaxError, AttributeError) as e:
        print(type(e).__name__)
