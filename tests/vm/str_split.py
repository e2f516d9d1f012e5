# str.split and rsplit: blanks, separators, limits
print("a b  c".split(), " a b ".split(), "".split(), "   ".split())
print("a,b,,c".split(","), ",".split(","), "".split(","))
print("a b c d".split(None, 2), "a,b,c,d".split(",", 1), "a b".split(None, 0), " a b ".split(None, 0))
print("a b c d".rsplit(None, 2), "a,b,c,d".rsplit(",", 1), " a  b ".rsplit(None, 1))
print("aXXbXXc".split("XX"), "aXXbXXc".rsplit("XX", 1), "XXXX".split("XX"), "XXX".rsplit("XX"))
print("a\tb\nc\r\nd\x0be\x0cf".split())
print("a,b".split(sep=","), "a,b,c".split(",", maxsplit=1), "a,b,c".split(",", -1))
try:
    "a".split("")
except ValueError as e:
    print("ValueError", e)
try:
    "a".split(1)
except TypeError:
    print("TypeError")
