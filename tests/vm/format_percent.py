# str % and bytes %.
print("%d %i %u %s %r %a %c %c %%" % (1, 2, 3, "s", "r", "é", 65, "é"), "%5d|%-5d|%05d|%+d|% d|%x|%X|%#x|%o|%#o" % (1, 2, 3, 4, 5, 255, 255, 255, 8, 8))
print("%f %.2f %8.3f|%-8.1f|%08.2f|%e %E %g %G %.3g %#.3g %+.1f" % (1.5, 2.345, 3.14159, 1.25, -1.5, 12345.678, 0.00012, 1e10, 1e-10, 1234567, 1.0, 2))
print("%s" % "x", "%s %s" % ("a", 1), "%(a)s %(b)05d" % {"a": 1, "b": 2}, "%(a)s" % {"a": (1, 2)}, "%s" % [1, 2], "%s" % {1: 2}, "%s" % (None,), "%s" % ((1, 2),))
print("%*d|%-*d|%.*f|%*.*f" % (5, 1, 5, 2, 2, 3.14159, 8, 1, 2.55), "%5s|%-5s|%.2s|%5.1s|" % ("ab", "ab", "abcdef", "xyz"), "%.5d %.0d %.3x %08.3d %+.4d" % (42, 0, 10, 5, 7))
print("%d" % 3.99, "%d" % -3.99, "%d" % True, "%x" % 10**20, "%d" % 10**30, "%5.2f%%" % 99.5, "%c" % "日", "%s" % "é", "%5s|" % "日", "%ld %hd %Lf" % (1, 2, 3), "%(é)s" % {"é": 1}, "%(a(b))s" % {"a(b)": 5}, "%i" % -5, "%-+5d|" % 3, "%f %F %5f" % (float("inf"), float("nan"), float("-inf")), "%010.2e" % 12345.6789)
print("abc" % {}, "abc" % [], "%%" % (), "%s%%" % 1)
bad = [("%d", "a"), ("%d", None), ("%x", 1.5), ("%f", "a"), ("%c", "ab"), ("%c", -1), ("%c", 0x110000), ("%c", 1.5), ("%s %s", "a"), ("%s", ("a", "b")), ("abc", 1), ("abc", (1,)), ("%", 1), ("%5", 1), ("%z", 1), ("%(a)s", 1), ("%(a)s", (1,)), ("%(a", {"a": 1}), ("%(a)", {"a": 1}), ("%(x)s", {"a": 1}),
       ("%*d", ("a", 1)), ("%.*d", (1.5, 1)), ("%s", ()), ("%é", 1), ("%d %d", (1,)), ("%y é", 1), ("ééé %y", 1), ("%b", b"a"), ("%99999999999999999999d", 1), ("%o", "8")]
for f, a in bad:
    try:
        print(repr(f % a))
    except (TypeError, ValueError, OverflowError, KeyError) as e:
        print(repr(f), type(e).__name__, e)
print(b"%s %b %d %x %c %c %a %r %5.1f %%" % (b"a", bytearray(b"b"), 5, 255, 65, b"z", "é", "é", 1.25), b"%(k)s" % {b"k": b"v"}, bytearray(b"%d!") % 7, type(bytearray(b"%d") % 1), b"%5s|%-5s|%.2s" % (b"ab", b"cd", b"xyz"))


class HasBytes:
    def __bytes__(self):
        return b"hb"


print(b"%s %b" % (HasBytes(), memoryview(b"mv")))
for f, a in [(b"%s", "a"), (b"%b", 5), (b"%c", 256), (b"%c", "a"), (b"%c", b"ab"), (b"%d", b"a"), (b"%s", (b"a", b"b")), (b"%z ", 1), (b"%(a)s", 5), (b"abc", b"x"), (b"%f", b"a")]:
    try:
        print(f % a)
    except (TypeError, ValueError, OverflowError) as e:
        print(f, type(e).__name__, e)
try:
    print(len("%*d" % (10**18, 1)))
except (MemoryError, OverflowError, ValueError):
    print("too large")
