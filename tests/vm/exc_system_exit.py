# sys.exit: an exception like others, whose code is the status
import sys

try:
    sys.exit(3)
except SystemExit as e:
    print(e.args, e.code if hasattr(e, "code") else e.args[0])
try:
    raise SystemExit
except BaseException as e:
    print(type(e).__name__, e.args)
try:
    sys.exit(4)
finally:
    print("finally")
