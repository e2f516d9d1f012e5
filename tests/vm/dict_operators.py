# == | |= in of dicts, comparison without order
print({"a": 1, "b": 2} == {"b": 2, "a": 1}, {} == {}, {"a": 1} != {"a": 2}, {"a": 1} == {"a": 1.0})
print({"a": 1} | {"b": 2, "a": 3}, {"b": 1} | {})
d = {"a": 1}
d |= {"b": 2}
d |= [("c", 3)]
print(d)
for bad in (lambda: {} | [], lambda: {} < {}, lambda: {} + {}):
    try:
        bad()
    except TypeError as e:
        print(e)
print("a" in d, "z" not in d, len(d), bool({}), bool({0: 0}), repr({1: "x", "y": [2]}), str({}))
d = {"n": {"m": {"k": [1, 2, {"z": 0}]}}}
d["n"]["m"]["k"][2]["z"] += 5
print(d)
d = {}
d[1, 2] = "tuple"
d[()] = "empty"
print(d)
