# Hello: a first program. Press F5 to run it.
name = "world"
print("Hello,", name + "!")

for i in range(1, 6):
    print(i, "times", i, "is", i * i)
