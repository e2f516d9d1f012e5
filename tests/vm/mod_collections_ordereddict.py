# collections.OrderedDict
from collections import OrderedDict

d = OrderedDict([("z", 1), ("a", 2)])
d["m"] = 3
print(list(d.items()), isinstance(d, dict), d == {"a": 2, "m": 3, "z": 1}, d.popitem(), list(d))
d["z"] = 9
print(list(d), OrderedDict([(1, 2), (3, 4)]) == OrderedDict([(3, 4), (1, 2)]), OrderedDict([(1, 2)]) == OrderedDict([(1, 2)]))
del d["z"]
d["z"] = 0
print(list(d), len(d), d.get("q"), dict(d))
