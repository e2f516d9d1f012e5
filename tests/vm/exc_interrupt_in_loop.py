# An interrupt that comes while a loop jumps back to the first instruction of a try.
# differs: micropython.schedule stands in for the signal
import micropython


def stop(_):
    raise KeyboardInterrupt


def f():
    micropython.schedule(stop, 0)
    try:
        while True:
            pass
    except KeyboardInterrupt:
        return "caught"


print(f())
micropython.schedule(stop, 0)
try:
    while True:
        pass
except KeyboardInterrupt:
    print("caught too")
