# center, ljust, rjust, zfill, expandtabs, repetition.
for t in ["", "a", "ab", "abc", "é", "日本", "-5", "+5", "--5"]:
    for w in (-1, 0, 1, 2, 3, 4, 5, 6, 7):
        print(repr(t), w, [t.center(w), t.ljust(w, "*"), t.rjust(w, "é"), t.center(w, "日"), t.zfill(w)])
for t in ["a\tb", "\t", "ab\tcd\te", "é\tx\n\ty", "a\r\tb", "\t\t"]:
    print(repr(t.expandtabs()), repr(t.expandtabs(4)), repr(t.expandtabs(0)), repr(t.expandtabs(-1)), repr(t.expandtabs(tabsize=1)))
print("ab" * 3, 3 * "ab", "ab" * 0, "ab" * -1, "é" * 3, "" * 10**9, "x" * True)
for call in (lambda: "a".center(5, "xy"), lambda: "a".center(5, ""), lambda: "a".ljust(5, 1), lambda: "a".zfill("x"), lambda: "a" * 1.5, lambda: "a" * "b", lambda: None * "a"):
    try:
        print(call())
    except TypeError as e:
        print(e)
for call in (lambda: "ab" * 10**18, lambda: "a".zfill(10**17), lambda: "a".center(2**62), lambda: "a" * 10**30, lambda: "\t".expandtabs(10**17)):
    try:
        print(len(call()))
    except (MemoryError, OverflowError):
        print("too large")
