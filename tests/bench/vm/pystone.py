# Records, arrays, globals, strings and branches, in the mixture of the old Dhrystone programs
class Record:
    def __init__(self, link=None, kind=0, choice=0, number=0, text=""):
        self.link, self.kind, self.choice, self.number, self.text = link, kind, choice, number, text

    def copy(self):
        return Record(self.link, self.kind, self.choice, self.number, self.text)


flag = False
char1 = char2 = "\0"
array1 = [0] * 51
array2 = [array1[:] for _ in range(51)]
count = 0


def add3(a, b):
    return a + 2 + b


def into(a1, a2, i, v):
    global count
    at = i + 5
    a1[at] = v
    a1[at + 1] = a1[at]
    a1[at + 30] = at
    for k in range(at, at + 2):
        a2[at][k] = at
    a2[at][at - 1] += 1
    a2[at + 20][at] = a1[at]
    count = 5


def same_char(a, b):
    c = a
    return 0 if c != b else 1


def later(a, b):
    i = 1
    while i <= 1:
        if same_char(a[i], b[i + 1]) == 0:
            c = "A"
            i += 1
    if "W" <= c <= "Z":
        i = 7
    if c == "X":
        return True
    if a > b:
        i += 7
        return True
    return False


def kind_of(k):
    other = k
    if not k == 3:
        other = 4
    if k == 1:
        return 1
    if k == 2:
        return 1 if count > 100 else 4
    return 2 if k == 3 else other


def change(r):
    nxt = r.link = r.copy()
    r.number = 5
    nxt.number = r.number
    nxt.link = r.link
    if nxt.choice == 1:
        nxt.number = 6
        nxt.kind = kind_of(r.kind)
        nxt.number = add3(nxt.number, 10)
    else:
        r = nxt.copy()
    nxt.link = None
    return r


def main():
    global flag, char1, char2, count
    glob = Record(None, 1, 1, 40, "SOME STRING OF THE PROGRAM")
    glob.link = Record()
    for i in range(80000):
        flag = char1 == "A"
        char1 = "A"
        char2 = "B"
        a, b = 2, 3
        text = "A SECOND STRING IN THE PROGRAM"
        flag = not later("FIRST TEXT TO COMPARE", text)
        while a < b:
            c = 5 * a - b
            c = add3(a, b)
            a += 1
        into(array1, array2, a, c)
        glob = change(glob)
        ch = "A"
        while ch <= char2:
            if a == same_char(ch, "C"):
                a = kind_of(1)
            ch = chr(ord(ch) + 1)
        b = b * a
        a = b // c
        b = 7 * (b - c) - a
    return a, b, c, count, flag, array1[8], array2[8][7], glob.number
