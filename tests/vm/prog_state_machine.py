# A state machine of generators and a scheduler of tasks
def light():
    while True:
        for colour, seconds in (("green", 3), ("yellow", 1), ("red", 2)):
            for left in range(seconds, 0, -1):
                yield colour, left


l = light()
print([next(l) for _ in range(8)])


def task(name, n):
    for i in range(n):
        print(name, i, end="; ")
        got = yield i
        if got:
            print("(%s)" % got, end=" ")
    return name + " done"


tasks = [task("a", 3), task("b", 1), task("c", 2)]
results = []
turn = 0
while tasks:
    t = tasks.pop(0)
    try:
        next(t) if turn < 3 else t.send("x%d" % turn)
        tasks.append(t)
    except StopIteration as e:
        results.append(e.value)
    turn += 1
print()
print(results, turn)
