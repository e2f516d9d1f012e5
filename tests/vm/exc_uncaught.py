# An uncaught exception ends the program with 1 and its last line
print("before")


def f(x):
    return 1 // x


try:
    f(0)
finally:
    print("finally runs")
print("never")
