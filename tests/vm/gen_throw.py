# throw: an exception at the yield
def g():
    while True:
        try:
            x = yield "ready"
        except ValueError as e:
            print("handled", e)
            yield "after"
        finally:
            print("finally")


it = g()
print(next(it))
print(it.throw(ValueError("v")))
print(next(it))
try:
    it.throw(KeyError("k"))
except KeyError as e:
    print("out", repr(e))
try:
    next(it)
except StopIteration:
    print("finished")
try:
    it.throw(IndexError)
except IndexError:
    print("finished throw")
fresh = g()
try:
    fresh.throw(ValueError("before start"))
except ValueError as e:
    print(e)
print(list(fresh))
