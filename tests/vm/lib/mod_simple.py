# Imported by import_*.py
print("mod_simple runs as", __name__)
value = 42
_private = 1


def func(x):
    return value + x


class Thing:
    pass
