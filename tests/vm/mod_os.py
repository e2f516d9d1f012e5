# os: files and folders in the script's own empty folder
import os

print(os.listdir(), os.listdir("."))
with open("a.txt", "w") as f:
    f.write("hello\nworld\n")
os.mkdir("d")
print(sorted(os.listdir()), os.stat("a.txt")[6], os.stat("d")[0] & 0x4000 != 0, os.stat("a.txt")[0] & 0x8000 != 0)
os.rename("a.txt", "d/b.txt")
print(os.listdir("d"), os.listdir())
os.chdir("d")
print(os.getcwd().endswith("/d"), os.listdir())
os.chdir("..")
os.remove("d/b.txt")
os.rmdir("d")
print(os.listdir(), os.sep)
for bad in (lambda: os.remove("none"), lambda: os.listdir("none"), lambda: os.mkdir("/no/such/x"), lambda: os.rmdir("none"), lambda: os.stat("none"), lambda: os.chdir("none"), lambda: os.rename("none", "x")):
    try:
        bad()
    except OSError as e:
        print(e.errno, end=" ")
print()
