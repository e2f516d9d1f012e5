# assert with and without a message
def f(x):
    assert x > 0, "x is %d" % x
    assert isinstance(x, int)
    return x


print(f(1))
for v in (-1, 2.5):
    try:
        f(v)
    except AssertionError as e:
        print(repr(e), e.args)
try:
    assert False
except AssertionError as e:
    print(repr(e))
print(__debug__)
