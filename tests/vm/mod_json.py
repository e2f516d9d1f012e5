# json: dumps and loads of every kind
import json

print(json.dumps({"a": 1, "b": [1, 2.5, None, True, False], "c": {"d": "text"}}))
print(json.dumps([]), json.dumps({}), json.dumps("q\"b\\s/\n\t\r\x01\x7f"), json.dumps("é€😀"), json.dumps((1, 2)), json.dumps(None), json.dumps(10**20), json.dumps(-0.5), json.dumps(1e100), json.dumps(True))
print(json.dumps({1: "int", None: "none", True: "bool", 2.5: "float"}), json.dumps([1, {"a": 2}], separators=(",", ":")), json.dumps([[[]]], separators=("; ", " = ")))
print(json.loads('{"a": [1, -2.5e3, "x", null, true, false], "b": {}}'), json.loads(" [ ] "), json.loads("5"), json.loads('"\\u00e9\\n\\"\\/\\ud83d\\ude00"'), json.loads(b'{"b": 1}'), json.loads("1.0"), json.loads("1E2"), json.loads("-0"))
for bad in ("", "{", "[1,]", '{"a"}', "nul", "'x'", '{"a":1,}', '"abc', "[1 2]", "01", "1.", "{1:2}", "tru", "[1]x", '"\\q"', '"a\nb"', "+1", ".5"):
    try:
        print("?", bad, json.loads(bad))
    except ValueError:
        print("ValueError", end=" ")
print()
for bad in (lambda: json.dumps({1, 2}), lambda: json.dumps(b"x"), lambda: json.dumps(object()), lambda: json.dumps({(1,): 2})):
    try:
        bad()
    except TypeError:
        print("TypeError", end=" ")
print()
import io

f = io.StringIO()
json.dump({"k": [1]}, f)
print(f.getvalue(), json.load(io.StringIO('{"z": 1}')))
x = {"s": "a\u2028b", "n": [{"m": []}] * 2}
print(json.loads(json.dumps(x)) == x, list(json.loads('{"z":1,"a":2}')), json.loads('{"a":1,"a":2}'))
print(json.dumps({"b": 1, "a": [1, {"c": 2}]}, indent=2), json.dumps({"b": 1, "a": 2}, sort_keys=True))
