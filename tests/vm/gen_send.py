# send: the value of the yield expression
def echo():
    got = None
    while True:
        got = yield got
        print("got", got)


g = echo()
print(next(g), g.send(1), g.send("two"), next(g))


def average():
    total = n = 0
    avg = None
    while True:
        x = yield avg
        total += x
        n += 1
        avg = total / n


a = average()
a.send(None)
print(a.send(10), a.send(20), a.send(60))
try:
    echo().send(1)
except TypeError as e:
    print(e)


def two():
    x = (yield "a") + (yield "b")
    print("sum", x)


g = two()
print(next(g), g.send(1))
try:
    g.send(2)
except StopIteration:
    print("stop")
