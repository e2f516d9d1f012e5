# The % operator
print("%d %i %s %r %x %X %o %c %c %%" % (5, -5, "s", "r", 255, 255, 8, "c", 65))
print("%5d|%-5d|%05d|%+d|% d|%+05d" % (42, 42, 42, 42, 42, 42))
print("%s" % 5, "%s" % (1,), "%s" % [1, 2], "%s %s" % ("a", None), "%(a)s %(b)03d" % {"a": "x", "b": 7})
print("%f %.2f %8.3f %-8.1f| %e %.3e %E %g %g %g %G" % (1.5, 2.345, 3.14159, 2.25, 12345.678, 0.00012, 1e10, 1e-5, 100000.0, 1e6, 1e-10))
print("%10s|%-10s|%.2s|%5.1s|" % ("right", "left", "truncate", "xyz"))
print("%*d|%-*d|%.*f|" % (5, 42, 5, 42, 2, 3.14159))
print("%#x %#o %#X" % (255, 8, 255), "%x" % -255, "%d" % 3.99, "%d" % True, "%s" % True, "%5.1f%%" % 99.5)
print("%d" % 10**25, "%x" % 2**70, "%.0f" % 2.5, "%.0f" % 3.5, "%g" % 0.0001, "%g" % 1234567.0, "%r" % "it's", "%a" % "é")
print("%s" % float("inf"), "%f" % float("nan"), "%d items" % 3, "%5s" % None, "100%%" % ())
for bad in (lambda: "%d" % "x", lambda: "%d" % (1, 2), lambda: "%d %d" % (1,), lambda: "%z" % 1, lambda: "%(a)s" % 5, lambda: "%" % 1, lambda: "%(k)s" % {}, lambda: "%c" % "ab", lambda: "%x" % 1.5):
    try:
        print(bad())
    except (TypeError, ValueError, KeyError) as e:
        print(type(e).__name__)
print(b"%d %s %c" % (5, b"x", 65), b"%b|%a" % (b"y", 1))
