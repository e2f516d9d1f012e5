# Packages: __init__, submodules, relative imports, import a.b as c
import pkg
import pkg.two
import pkg.sub.deep as d
from pkg import one, level
from pkg.sub import deep
from pkg.one import ONE

print(pkg.two.TWO, d.DEEP, one.ONE, level, deep is d, ONE, pkg.sub.deep is d)
print(pkg.__name__, pkg.sub.__name__, d.__name__, hasattr(pkg, "__path__"), hasattr(d, "__path__"))
import pkg.sub

print(pkg.sub.deep.DEEP[0])
try:
    import pkg.nothing
except ImportError:
    print("ImportError")
try:
    from pkg import nothing
except ImportError:
    print("ImportError")
try:
    import mod_simple.sub
except ImportError:
    print("not a package")
import pkg_plain.inner

print(pkg_plain.inner.where)
