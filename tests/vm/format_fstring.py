# f-strings: expressions, conversions, specs, =, nesting
x, name, pi = 5, "bob", 3.14159
print(f"{x} {name} {x + 1} {name.upper()} {pi:.2f} {x!r} {name!r:>7}|")
print(f"{x=} {x + 1 = } {name=} {pi=:.1f} {name=!s}")
print(f"{{}} {{{x}}} }}{{", f"{'single'}")
print(f"{x:{x}} {pi:{x + 3}.{x - 3}f}| {name:*^{x * 2}}")
print(f"{[i for i in range(3)]} { {'k': 1}['k'] } {(lambda a: a * 2)(4)}")
print(f"{x if x > 3 else 0} {x == 5} {x!=5} {not x} {x>3}")
print(f"a" "b" f"{x}" "{x}", f'{x}' '{}', "pre" f"{x}")
print(f"""{
    x
} multi
{name}""")
print(rf"\n{x}\t", fr"{name}\\", f"\n\t{x}\x41".strip())
print(f"{f'{x} inner {name}'} outer", f"{'a' 'b'}", f"{x,}", f"{x, 1}", f"{*[1, 2], 3}")


def f(**k):
    return k


print(f"{f(a=1, b=2)} {name[1:]} {name[::-1]} {name[-1]} {x:d}{x:03d}{x:>4}{x:<4}|")
print(f"", f"{''}", f"{None}", f"{x:,}", f"{10**6:,}", f"{True}", f"{x:%}" if 0 else f"{0.5:%}")


class C:
    def __format__(self, spec):
        return f"<{spec}>"


print(f"{C():abc} {C()} {C():{name}!}")
def g():
    y = 10
    return [f"{x}{y}{z}" for z in range(2)]
print(g(), (lambda: f"{x}")())
