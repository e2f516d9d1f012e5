# find, index, count, startswith, endswith, in
s = "hello world hello"
print(s.find("hello"), s.find("hello", 1), s.find("zz"), s.rfind("hello"), s.rfind("hello", 0, 10), s.find(""), s.find("", 99), s.rfind(""))
print(s.index("world"), s.rindex("l"), s.count("l"), s.count("hello"), "aaaa".count("aa"), "abc".count(""), s.count("o", 5), s.count("o", 5, 8))
print(s.startswith("he"), s.startswith("lo", 3), s.startswith(("x", "h")), s.endswith("lo"), s.endswith(("a", "o")), s.endswith("hell", 0, 4), "".startswith(""))
print("world" in s, "z" in s, "" in "", "" in "a", "ab" not in "ba")
for bad in (lambda: s.index("q"), lambda: s.rindex("q"), lambda: 5 in s, lambda: s.find(5), lambda: s.startswith(5)):
    try:
        bad()
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)
print("añb😀c".find("😀"), "añb😀c".rfind("c"), "añb😀c".index("b"), "😀😀".count("😀"))
