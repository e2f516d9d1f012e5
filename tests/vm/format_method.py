# str.format: fields, conversions, attributes, nested specs
print("{} {} {}".format(1, "a", [2]), "{0} {1} {0}".format("x", "y"), "{a} {b}".format(a=1, b=2), "{} {k}".format(1, k=2))
print("{{}} {{{0}}}".format("in"), "{!r} {!s} {!a}".format("q", "q", "é"), "{0!r:>6}|".format("a"))


class A:
    x = {"k": [10, 20]}


print("{0.x[k][1]} {a.x}".format(A(), a=A()), "{0[0]} {0[1]}".format([1, 2]), "{d[key]}".format(d={"key": "v"}))
print("{:{}} {:>{w}.{p}f}|".format("a", 4, 3.14159, w=8, p=2), "{0:{1}{2}}|".format("x", "*^", 5))
print("{:>5}|{:<5}|{:^5}|{:=+5}|{:*^9}|{:05}|{:<05}|".format(1, 2, 3, 4, "mid", 42, 42))
print("{:d} {:x} {:X} {:o} {:b} {:#x} {:#b} {:#o} {:c} {:n}".format(10, 255, 255, 8, 5, 255, 5, 8, 65, 7))
print("{:,} {:_} {:,.2f} {:_x} {:010,}".format(1234567, 1234567, 9876.543, 0xABCDEF, 1234))
print("{:+} {: } {:-} {:+.1f} {: .1f}".format(5, 5, 5, 2.55, 2.5))
print("{:.3} {:.3s} {:10.2}|".format("abcdef", "abcdef", "abcdef"))
print("{:s} {:%} {:.1%} {:e} {:g} {:.2e} {:G}".format("s", 0.25, 0.1234, 12345.0, 12345.0, 0.00012, 1e-10))
for bad in (lambda: "{} {}".format(1), lambda: "{0} {}".format(1, 2), lambda: "{a}".format(), lambda: "{".format(), lambda: "}".format(), lambda: "{:d}".format("x"), lambda: "{:q}".format(1), lambda: "{0.nope}".format(1), lambda: "{!z}".format(1), lambda: "{:.2d}".format(3)):
    try:
        print(bad())
    except (IndexError, ValueError, KeyError, AttributeError) as e:
        print(type(e).__name__)
print("{x}".format_map({"x": 5}), "{}".format(None), "{:>8}".format(str(None)), "{:5}|{:5}|".format(True, "t"))
