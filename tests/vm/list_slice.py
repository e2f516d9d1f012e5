# Reading slices of lists, with steps and ends outside
l = list(range(10))
for s in (slice(2, 5), slice(None, 3), slice(7, None), slice(None), slice(-3, None), slice(None, -7), slice(5, 2),
          slice(-100, 100), slice(100, None), slice(None, None, 2), slice(1, None, 3), slice(None, None, -1),
          slice(None, None, -2), slice(8, 2, -2), slice(2, 8, -1), slice(-1, -100, -3), slice(0, 10, 100)):
    print(s.start, s.stop, s.step, l[s])
print(l[:] == l, l[:] is not l, l[2:][1:][0], l[::-1][::-1] == l)
for bad in (lambda: l[::0], lambda: l["a":], lambda: l[1.0:2]):
    try:
        bad()
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)
