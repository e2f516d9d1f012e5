# Raising and catching, near and through several frames, with finally
class Own(Exception):
    pass


def maybe(i):
    if i % 3 == 0:
        raise Own(i)
    return i


def through(i):
    try:
        return maybe(i)
    finally:
        through.count += 1


through.count = 0


def main():
    caught = total = 0
    table = {}
    for i in range(150000):
        try:
            total += through(i)
        except Own as e:
            caught += e.args[0]
        try:
            table[i & 7]
        except KeyError:
            table[i & 7] = i
        try:
            total += 1
        finally:
            total -= 1
    return total, caught, through.count
