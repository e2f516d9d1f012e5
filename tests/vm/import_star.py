# from module import *
from mod_simple import *

print(value, func(1), "_private" in globals())
from mod_all import *

print(shown, _odd, "hidden" in globals())
exec("from mod_simple import *", ns := {})
print(sorted(k for k in ns if not k.startswith("__")))
