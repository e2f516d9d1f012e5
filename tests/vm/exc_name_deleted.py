# The name after "as" is gone after the block
e = "outer"
try:
    raise ValueError("x")
except ValueError as e:
    print(e)
try:
    e
except NameError:
    print("NameError")


def f():
    try:
        raise ValueError("in f")
    except ValueError as err:
        kept = err
    try:
        err
    except NameError:
        print("local gone")
    return kept


print(f())
for i in range(2):
    try:
        raise KeyError(i)
    except KeyError as k:
        print(k)
        del k
