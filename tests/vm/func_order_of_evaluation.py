# Arguments, operands and targets are evaluated from left to right
def t(x):
    print("eval", x)
    return x


def f(*a, **k):
    print("call", a, sorted(k.items()))


f(t(1), t(2), k=t(3), *[t(4)])
t(1) + t(2) * t(3)
{t("k1"): t("v1"), t("k2"): t("v2")}
[t(1), t(2)][t(0)]
t(1) if t(0) else t(2)
d = {}
d[t("key")] = t("value")
print(t(0) and t(1), t(0) or t(2), t(1) < t(0) < t(9))
