# Comparison and order of strings
words = ["b", "B", "a", "", "ab", "aB", "é", "z", "Z", "10", "9", " ", "_", "ß", "😀", "a\0"]
print(sorted(words))
print(sorted(words, key=str.lower), sorted(words, key=len), sorted(words, reverse=True) == sorted(words)[::-1])
print("a" < "b" < "c", "abc" < "abcd", "Z" < "a", "é" > "z", "😀" > "\uffff", "a" <= "a", "" < "\0")
print(max(words), min(words), "a" == "a\0", "abc" != "abd", ("a", 2) < ("a", 10), ["b"] > ["a", "z"])
for bad in (lambda: "a" < 1, lambda: "a" < b"a", lambda: None < "a"):
    try:
        bad()
    except TypeError:
        print("TypeError")
print("a" == b"a", "1" == 1, hash("abc") == hash("ab" + "c"), "x" in {"x": 1}, len({"a", "a" * 1, "b"[0:] or "b"}))
