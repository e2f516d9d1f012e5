# differs: gc.mem_free, micropython and their like are MicroPython's
import gc
import micropython

print(isinstance(gc.mem_free(), int), isinstance(gc.mem_alloc(), int), gc.isenabled())
gc.disable()
print(gc.isenabled())
gc.enable()
gc.collect()
before = gc.mem_alloc()


def hold(n):
    x = [bytearray(1000) for _ in range(n)]
    return gc.mem_alloc() - before >= n * 1000


print(hold(20))
print(len([0] * 50), max(range(9)), "%d" % 5)  # what looks like a pointer on the stack is overwritten
gc.collect()
print(gc.mem_alloc() - before < 10000)
X = micropython.const(5)
print(X, micropython.opt_level() in (0, 1, 2, 3))


@micropython.native
def f(a):
    return a + X


@micropython.bytecode
def g(a):
    return a * X


print(f(1), g(2))
