# A module written by the program itself and found through sys.path
import sys
import os

os.mkdir("mods")
with open("mods/fresh.py", "w") as f:
    f.write("x = 5\ndef get():\n    return x * 2\n")
sys.path.insert(0, "mods")
import fresh

print(fresh.get(), fresh.__file__.endswith("fresh.py"))
fresh.x = 10
print(fresh.get())
del sys.modules["fresh"]
with open("mods/fresh.py", "w") as f:
    f.write("x = 'longer than it was before'\n")
import fresh

print(fresh.x)
