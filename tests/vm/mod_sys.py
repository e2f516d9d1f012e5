# sys: what every program may lean on
import sys

print(sys.byteorder, sys.maxsize > 2**30, type(sys.version).__name__, sys.version_info >= (3, 4), type(sys.platform).__name__, isinstance(sys.argv, list), len(sys.argv))
print(hasattr(sys, "implementation"), isinstance(sys.implementation.name, str), isinstance(sys.modules, dict), hasattr(sys, "exit"))
sys.stdout.write("written\n")
n = sys.stdout.write("abc")
print(n)
print(sys.version_info[0], sys.argv[0].endswith("mod_sys.py"))
try:
    sys.exit("x")
except SystemExit as e:
    print(e.args)
print(sys.stdin.read(), sys.stdin.readline() == "")
