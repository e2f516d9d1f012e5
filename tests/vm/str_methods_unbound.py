# Methods taken from the type, called with the right and the wrong self.
print(str.upper("a"), str.join(",", ["a", "b"]), list(map(str.strip, [" a ", "b "])), bytes.upper(b"a"), bytearray.upper(bytearray(b"a")))
f = "abc".find
print(f("c"), "abc".upper.__name__)
for call in (lambda: str.upper(5), lambda: str.join(5, ["a"]), lambda: str.find(None, "a"), lambda: bytes.hex("a"), lambda: bytearray.append(b"a", 1), lambda: str.format(5), lambda: str.encode(5),
             lambda: bytearray.append([], 1), lambda: str.isdecimal(b"1"), lambda: memoryview.tobytes(b"1"), lambda: str.translate(b"1", {}), lambda: str.casefold(None)):
    try:
        print(call())
    except TypeError as e:
        print("TypeError")
for name in ("capitalize casefold center count encode endswith expandtabs find format format_map index isalnum isalpha isascii isdecimal isdigit isidentifier islower isnumeric isprintable isspace "
             "istitle isupper join ljust lower lstrip maketrans partition removeprefix removesuffix replace rfind rindex rjust rpartition rsplit rstrip split splitlines startswith strip swapcase title "
             "translate upper zfill").split():
    print(name, hasattr("", name), hasattr(b"", name), hasattr(bytearray(), name), end=";")
print()
