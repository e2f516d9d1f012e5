# type, isinstance, issubclass over every built-in type
values = [1, 1.5, 1j, "s", b"b", bytearray(b"a"), [1], (1,), {1: 1}, {1}, frozenset([1]), None, True, range(1), slice(1), ..., len, lambda: 0, int, object(), ValueError("x"), (x for x in []), memoryview(b"m"), iter([])]
for v in values[:15]:
    print(type(v).__name__, end=" ")
print()
for t in (int, float, complex, str, bytes, bytearray, list, tuple, dict, set, frozenset, bool, range, slice, object, type, Exception):
    print(t.__name__, sum(isinstance(v, t) for v in values), issubclass(t, object), t is type(t()) if t in (int, float, str, list, dict) else "")
print(type(1) is int, type(type) is type, isinstance(int, type), type(None) is type(None), isinstance(1, (str, (float, int))))
print(int.__name__, type([]).__name__, type(lambda: 0).__name__, type((x for x in [])).__name__, type(ValueError()).__name__)
