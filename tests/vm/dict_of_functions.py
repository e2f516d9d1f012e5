# Tables of functions, dispatch, default factories, counting and grouping
ops = {"+": lambda a, b: a + b, "-": lambda a, b: a - b, "max": max, "pow": pow}
print([(k, f(7, 3)) for k, f in ops.items()])


def rpn(text):
    stack = []
    for t in text.split():
        if t in ops:
            b, a = stack.pop(), stack.pop()
            stack.append(ops[t](a, b))
        else:
            stack.append(int(t))
    return stack


print(rpn("3 4 + 2 pow 10 -"), rpn("1 2 3 max max"))
groups = {}
for w in "apple avocado bean cherry cranberry date".split():
    groups.setdefault(w[0], []).append(w)
print(groups, {k: len(v) for k, v in groups.items()})
inverse = {}
for k, v in {"a": 1, "b": 2, "c": 1}.items():
    inverse.setdefault(v, set()).add(k)
print({k: sorted(v) for k, v in inverse.items()})
config = {"a": {"b": {"c": 5}}}


def get(d, path, default=None):
    for p in path.split("."):
        if not isinstance(d, dict) or p not in d:
            return default
        d = d[p]
    return d


print(get(config, "a.b.c"), get(config, "a.x", "none"), get(config, "a.b.c.d", 0))
merged = {**{"x": 1, "y": 2}, **{"y": 3}}
print(merged, dict(sorted(merged.items(), key=lambda kv: -kv[1])), max(merged, key=merged.get))
