# OSError carries errno
try:
    open("/no/such/file")
except OSError as e:
    print(e.errno, e.args[0], isinstance(e, OSError))
e = OSError(5, "text")
print(e.errno, e.strerror, e.args)
print(OSError().errno, OSError("x").errno, OSError("x"))
