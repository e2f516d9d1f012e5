# Indentation, continuation, semicolons, comments, blank lines, one-line blocks
x = 1; y = 2; print(x, y);
if x: print("one line"); print("still")
if x:
	print("a tab")
if x:
  print("two spaces")
  if y:
        print("eight")
  # a comment at another level
      # and this
  print("back")

total = (1 +
    2
  + 3)  # inside brackets, layout is free
print(total, [
1,
    2, # comment

  3,
])
s = "a" \
    "b"
print(s); z = x + \
  y
print(z)
def f(): return 5
class C: pass
class D: x = 1; y = 2
while x: x -= 1
for i in range(2): print(i, end=" ")
else: print("else")
try: 1/0
except ZeroDivisionError: print("caught")
finally: print("fin")
print(f(), D.y, (lambda: 3)())
if 1:
    pass;
def g():

    # only a comment first

    return 1

print(g())
if True:
    if True:
        if True:
            print("deep")
print({
    "k":
        5
}["k"])
