# try, except, else, finally in every combination
def f(what):
    print("--", what)
    try:
        print("body")
        if what == "value":
            raise ValueError("v")
        if what == "key":
            {}["missing"]
        if what == "zero":
            1 / 0
        if what == "return":
            return "returned"
    except ValueError as e:
        print("value", e)
    except (KeyError, IndexError) as e:
        print("lookup", repr(e))
    else:
        print("else")
    finally:
        print("finally")
    return "end"


for w in ("none", "value", "key", "return", "zero"):
    try:
        print(f(w))
    except ZeroDivisionError as e:
        print("outer", e)

try:
    try:
        raise TypeError("inner")
    except ValueError:
        print("wrong")
except TypeError as e:
    print("right", e)
try:
    pass
except:
    print("never")
else:
    print("else only")
