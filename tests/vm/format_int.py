# format() of integers.
specs = ["", "d", "5", "<5", ">5", "^5", "=5", "05", "+", " ", "-", "+05d", "b", "o", "x", "X", "#b", "#o", "#x", "#X", "#010x", "08b", ",", "_", ",d", "_x", "_b", "012,", "012_d", "*^12", "é<6", "=+8", "*=+8d", "c", "n", "e", ".2f", "%", "g", "10.3e", "#_b",
         "020,.2f", "0<8", "x>4", "<05", "^05", "1", "0", "04,", "05,", "06,", "0_b", "09_b", "010_x"]
for v in (0, 1, -1, 65, 255, -255, 1234567, -1234567, 10**20, -10**20, True, False):
    row = []
    for s in specs:
        try:
            row.append(format(v, s))
        except (ValueError, OverflowError) as e:
            row.append(type(e).__name__)
    print(v, row)
print([format(65, s) for s in ("5c", "<5c", "^5c", "05c", "*>4c")])
for s in ("s", "q", ".2", ".2d", "5.1x", ",x", ",b", "_c", "+c", "#c", "zd", "z", "d5", "5d5", ",,", ",_", "__", "{", "é", "é5", "10.", ".", "99999999999999999999d", "=", "==5"):
    try:
        print(repr(s), repr(format(5, s)))
    except (ValueError, OverflowError) as e:
        print(repr(s), type(e).__name__, e)
try:
    print(format(-1, "c"))
except OverflowError as e:
    print(e)
try:
    print(format(0x110000, "c"))
except OverflowError as e:
    print(e)
