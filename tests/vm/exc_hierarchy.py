# Which built-in exception is which
pairs = (
    (ZeroDivisionError, ArithmeticError),
    (OverflowError, ArithmeticError),
    (IndexError, LookupError),
    (KeyError, LookupError),
    (NotImplementedError, RuntimeError),
    (UnicodeError, ValueError),
    (IndentationError, SyntaxError),
    (StopIteration, Exception),
    (KeyboardInterrupt, BaseException),
    (SystemExit, BaseException),
    (GeneratorExit, BaseException),
    (AssertionError, Exception),
    (AttributeError, Exception),
    (EOFError, Exception),
    (ImportError, Exception),
    (MemoryError, Exception),
    (NameError, Exception),
    (OSError, Exception),
    (TypeError, Exception),
    (StopAsyncIteration, Exception),
)
for a, b in pairs:
    print(a.__name__, issubclass(a, b), issubclass(a, Exception), b in a.__mro__)
print(issubclass(KeyboardInterrupt, Exception), issubclass(SystemExit, Exception))
try:
    [][1]
except LookupError as e:
    print(type(e).__name__)
try:
    1 // 0
except ArithmeticError as e:
    print(type(e).__name__, e)
