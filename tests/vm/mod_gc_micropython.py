# differs: gc.mem_free, micropython and their like are MicroPython's
import gc
import micropython

print(isinstance(gc.mem_free(), int), isinstance(gc.mem_alloc(), int), gc.isenabled())
gc.disable()
print(gc.isenabled())
gc.enable()
before = gc.mem_alloc()
x = [bytearray(1000) for _ in range(20)]
print(gc.mem_alloc() - before >= 20000)
x = None
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
