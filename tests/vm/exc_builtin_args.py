# What the usual errors carry
def show(f):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e.args)


show(lambda: {}["k"])
show(lambda: {}[5])
show(lambda: [][0])
show(lambda: ()[3])
show(lambda: ""[1])
show(lambda: 1 / 0)
show(lambda: 1 % 0)
show(lambda: 1.0 / 0)
show(lambda: 1.0 // 0)
show(lambda: divmod(1, 0))
show(lambda: int("x"))
show(lambda: int("12", 40))
show(lambda: float("x"))
show(lambda: [].pop())
show(lambda: [1].remove(2))
show(lambda: [1].index(2))
show(lambda: {}.pop("k"))
show(lambda: {}.popitem())
show(lambda: set().pop())
show(lambda: {1}.remove(2))
show(lambda: "a".index("b"))
show(lambda: next(iter([])))
show(lambda: chr(-1))
show(lambda: max([]))
show(lambda: range(1, 2, 0))
