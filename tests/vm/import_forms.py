# import, from, as, several, inside functions, once only
import mod_simple
import mod_simple as m2
from mod_simple import value, func as f, Thing

print(mod_simple is m2, value, f(1), mod_simple.func(2), Thing.__name__, mod_simple.__name__)


def g():
    import mod_simple as local
    from mod_simple import value as v

    return local.value, v


print(g(), "local" in globals())
import sys, math as mm

print("mod_simple" in sys.modules, sys.modules["mod_simple"] is mod_simple, mm.floor(2.5))
mod_simple.value = 100
print(f(1), value)
from mod_simple import (
    value,
    Thing as T,
)

print(value, T is Thing)
try:
    import no_such_module_at_all
except ImportError as e:
    print("ImportError")
try:
    from mod_simple import nothing
except ImportError as e:
    print("ImportError")
try:
    mod_simple.nothing
except AttributeError as e:
    print(e)
