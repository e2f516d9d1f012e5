# strip, ljust, rjust, center, zfill, expandtabs, removeprefix, removesuffix
print(repr("  a b ".strip()), repr("  a ".lstrip()), repr(" a  ".rstrip()), "xxaxx".strip("x"), "abcba".strip("ab"), "xyz".strip(""), repr("\t\na\r\n".strip()))
print("abc".lstrip("ba"), "abc".rstrip("cb"), "".strip(), "   ".strip() == "")
print("a".ljust(3) + "|", "a".rjust(3), "ab".center(5, "*"), "ab".center(6, "*"), "abc".center(2), "a".ljust(3, "."), "x".center(4, "-"), "xy".center(5, "-"))
print("5".zfill(3), "-5".zfill(4), "+5".zfill(4), "abc".zfill(2), "".zfill(2), "--1".zfill(5))
print("a\tb\tc".expandtabs(), "a\tb".expandtabs(4), "\t|".expandtabs(2), "ab\ncd\te".expandtabs(3))
print("prefix-x".removeprefix("prefix-"), "abc".removeprefix("x"), "x.py".removesuffix(".py"), "abc".removesuffix(""), "aa".removesuffix("a"))
try:
    "a".center(5, "ab")
except TypeError:
    print("TypeError")
