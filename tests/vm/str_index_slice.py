# Indexing and slicing of strings, ASCII and not
s = "abcdefgh"
print(s[0], s[-1], s[2:5], s[:3], s[-3:], s[::2], s[::-1], s[5:2], s[100:], s[-100:2], s[6:1:-2], s[:], repr(s[3:3]))
u = "aé€😀z"
print(len(u), u[1], u[2], u[3], u[4], u[-2], u[1:4], u[::-1], u[::2], list(u), u[3:] + u[:3])
for c in u:
    print(ord(c), end=" ")
print()
for bad in (lambda: s[8], lambda: s[-9], lambda: u[5], lambda: s["a"], lambda: s[::0]):
    try:
        bad()
    except (IndexError, TypeError, ValueError) as e:
        print(type(e).__name__, e)
print("x" * 3, 0 * "ab", "ab" * -1, "a" + "b" + "", "a" "b" 'c')
print("a" < "b", "a" < "B", "abc" < "abd", "ab" < "abc", "" < "a", "é" > "z", "a" == "a", "a" != b"a", max("hello"), min("hello"))
print(s[slice(1, 4)], s[True], [s[i : i + 3] for i in range(0, len(s), 3)])
