# str.format and str.format_map: fields, attributes, indexes, conversions, nesting, errors.
class P:
    x = 5
    items = [1, {"k": "v"}]

    def __getitem__(self, i):
        return ("item", i)


print("{} {}".format(1, 2), "{1} {0}".format(1, 2), "{a} {b}".format(a=1, b=2), "{0}{a}{0}".format("x", a="y"), "{{}} {{{}}}".format(3), "".format(), "é{}日".format("ü"))
print("{.x} {0.items[1][k]} {0[key]} {0[5]} {0[-1]} {p[ a ].x}".replace("{.x}", "{0.x}").replace("{p[ a ].x}", "{p[0]}").format(P(), p=P()))
print("{!r} {!s} {!a}".format("a", "b", "é"), "{0!r:>6}|{0:<4}|{0:^5}".format("q"), "{:{}}|{:{}.{}f}|{:{fill}{align}9}".format(1, 5, 3.14159, 10, 2, "m", fill="*", align="^"))
print("{:d} {:x} {:.2f} {:,} {:%}".format(5, 255, 1.005, 1234567, 0.5), "{0:{1}{2}}".format(7, "0", 5), "{:>{w}}".format("r", w=5))
print("{a} {b[0]}".format_map({"a": 1, "b": [2]}))


class Default(dict):
    def __missing__(self, key):
        return "<" + key + ">"


print("{a} {zzz}".format_map(Default(a=1)))
bad = ["{", "}", "{}}", "{0", "{!", "{!}", "{!x}", "{!rr}", "{0!r", "{:", "{:{}", "{a", "{0[}", "{0[a}", "{0[]}", "{0.}", "{0.a.}", "{0[0]x}", "{0 }", "{} {1}", "{1} {}", "{5}", "{nokey}", "{0.nope}", "{0[9]}", "{:{:{}}}", "{a{b}}", "{99999999999999999999}", "{0!r5}", "{[}", "{]}", "{0:}}", "{!:}", "{:q}", "{0!é}"]
for f in bad:
    try:
        print(repr(f), f.format([1], 2, a=3))
    except (ValueError, IndexError, KeyError, AttributeError, TypeError) as e:
        print(repr(f), type(e).__name__, e)
for call in (lambda: "{}".format_map({}), lambda: "{0}".format_map([1]), lambda: "{a}".format_map(5), lambda: "{}".format_map()):
    try:
        print(call())
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e if "argument" not in str(e) else "")
