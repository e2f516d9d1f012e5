# What FORMAT_VALUE does in f-strings.
x, y, name, pi = 42, -7, "Ann", 3.14159
print(f"{x}{y}{name}{pi}", f"{x:5}|{x:<5}|{x:^5}|{x:05}|{x:x}|{x:#b}", f"{name!r:>8}|{name!s:<6}|{'é'!a}", f"{pi:.2f} {pi:10.3f}| {pi:e}", f"{x=} {name=} {pi=:.1f} {x = }", f"{{}} {{{x}}}")
w, p = 10, 3
print(f"{pi:{w}.{p}}|{name:*^{w}}|{x:{'0'}{w}}", f"{[1, 'a']} {(1,)} { {'k': 1} } {None} {True}", f"{'nested ' + f'{x}'}", f"{1e10} {1e16} {-0.0} {10**20}", f"{x!r}{x!s}", f"{'a' 'b'}")
for call in (lambda: f"{x:q}", lambda: f"{name:d}", lambda: f"{[]:5}", lambda: f"{x:.2}", lambda: f"{None:>5}"):
    try:
        print(call())
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)
