# abs, divmod, pow, round, hex, oct, bin, ord, chr
print(abs(-5), abs(2.5), abs(-(10**30)), abs(True), divmod(17, 5), divmod(-17, 5), divmod(17.5, 5), pow(2, 10), pow(2, -1), pow(2, 10, 1000), pow(2.0, 2))
print(round(3.14159, 2), round(2.5), round(-1.5), round(1234, -2), round(1250, -2), round(0.1 + 0.2, 5), round(1e-10, 5), round(5, 2), round(2.5, None))
print(hex(255), oct(64), bin(10), hex(-1), bin(0), hex(2**80), ord("a"), ord(b"a"), chr(97), chr(8364))
for bad in (lambda: hex(1.5), lambda: ord(""), lambda: chr("a"), lambda: abs("x"), lambda: round("x"), lambda: divmod(1, 0), lambda: pow("a", 2)):
    try:
        bad()
    except (TypeError, ZeroDivisionError) as e:
        print(type(e).__name__)
print(callable(print), callable("x"), isinstance(3, (str, int)))
