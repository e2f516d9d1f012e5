# A local that is read before it is set is a NameError, even when a global has the name
x = 1


def f():
    try:
        print(x)
    except NameError:
        print("NameError")
    x = 2
    print(x)


f()


def g(flag):
    if flag:
        v = 1
    return v


print(g(True))
try:
    g(False)
except NameError as e:
    print("NameError")


def h():
    v = 1
    del v
    try:
        v
    except NameError:
        print("deleted")


h()
try:
    undefined_name
except NameError as e:
    print(e)
for i in []:
    pass
try:
    i
except NameError as e:
    print(e)
