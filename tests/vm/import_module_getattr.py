# __getattr__ of a module, __import__, sys.path, module attributes
import sys
import mod_getattr

print(mod_getattr.dynamo, hasattr(mod_getattr, "x"), getattr(mod_getattr, "y", "none"))
m = __import__("mod_simple")
print(m.value, m is sys.modules["mod_simple"])
print(isinstance(sys.path, list), len(sys.path) > 0)
print(__name__, __file__.endswith("import_module_getattr.py"), type(sys).__name__)
print(sorted(k for k in m.__dict__ if not k.startswith("_")))
m.added = 5
print(m.added, vars(m)["added"])
del m.added
print(hasattr(m, "added"))
