# replace, translate, maketrans, join, partition, splitlines
print("hello".replace("l", "L"), "hello".replace("l", "", 1), "aaa".replace("aa", "b"), "abc".replace("", "-"), "abc".replace("", "-", 2), "".replace("", "x"), "ab".replace("z", "y"), "aXbX".replace("X", "longer"))
print("hello".translate({ord("l"): "L", ord("h"): None, ord("o"): 48}), "abc".translate(str.maketrans("ab", "xy")), "abc".translate(str.maketrans("ab", "xy", "c")), "abc".translate(str.maketrans({"a": "1", "b": None})))
print(",".join(["a", "b", "c"]), "".join("abc"), "-".join([]), ", ".join(["x"]), "ab".join("123"), "".join(str(i) for i in range(5)), "-".join({"k": 1, "l": 2}))
print("a=b=c".partition("="), "abc".partition("="), "a=b=c".rpartition("="), "abc".rpartition("="), "=a".partition("="))
print("a\nb\r\nc\rd\n".splitlines(), "a\n\nb".splitlines(), "a\nb".splitlines(True), "".splitlines(), "\n".splitlines(), "x\x0by\x0cz\x1ct\x85u\u2028v".splitlines())
for bad in (lambda: "".join([1]), lambda: "a".partition(""), lambda: "a".replace("a", 1), lambda: ",".join("a", "b")):
    try:
        bad()
    except (TypeError, ValueError) as e:
        print(type(e).__name__)
