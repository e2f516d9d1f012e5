# translate and maketrans.
print("hello".translate({104: "J", 101: None, 108: 76}), "hello".translate(str.maketrans("lo", "01")), "hello".translate(str.maketrans("", "", "l")))
print(sorted(str.maketrans("ab", "xy", "é").items(), key=str), sorted(str.maketrans({"a": 1, 98: "b", "日": None}).items()))
print("aé日".translate({0xe9: "e", 0x65e5: "day"}), "".translate({}), "abc".translate("xyz" * 50))


class Table:
    def __getitem__(self, key):
        if key == 98:
            raise LookupError
        return chr(key).upper() if key != 99 else None


print("abcd".translate(Table()))


class Bad:
    def __getitem__(self, key):
        raise RuntimeError("no")


for call in (lambda: "a".translate(Bad()), lambda: "a".translate({97: 2**40}), lambda: "a".translate({97: -1}), lambda: "a".translate({97: 1.5}), lambda: "a".translate(5), lambda: str.maketrans("a", "bc"),
             lambda: str.maketrans(1), lambda: str.maketrans({"ab": 1}), lambda: str.maketrans({1.5: 1}), lambda: str.maketrans("a", 1)):
    try:
        print(call())
    except (ValueError, TypeError, RuntimeError) as e:
        print(type(e).__name__, e)
