# Modules that fail while they run may be tried again
import sys

for i in range(2):
    try:
        import mod_fails
    except ValueError as e:
        print(e, "mod_fails" in sys.modules)
try:
    import mod_syntax
except SyntaxError as e:
    print("SyntaxError")
print("mod_syntax" in sys.modules)
