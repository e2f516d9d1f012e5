# Number literals of every shape
print(0, 1, 123, 1_000, 0x1f, 0XAB, 0o17, 0O7, 0b11, 0B1, 00, 0_0)
print(1.5, .5, 5., 1e5, 1E-5, 1.5e+3, 1_0.0_1, 0.0, 0e5, 1e308, 10j, 1.5J, 0xdead_beef)
print(-1, - 1, +1, --1, -+-1, ~1, not 1, -2**2, (-2)**2, 2**-1, 2**3**2)
print([1,2,][0], 5 .real, 1..real)
for bad in ("01", "1__0", "0x", "0b2", "1e", "0o8", "1_", "1.5.2", "1abc", "0_"):
    try:
        eval(bad)
        print("?", bad)
    except SyntaxError:
        print("SyntaxError", end=" ")
print()
