from awkward import Numbers

r = Numbers(4)
digits = "0123456789abcdefghijklmnopqrstuvwxyz"
for base in range(2, 37):
    for bits in (1, 20, 47, 64, 200, 700):
        n = m = r.bits(bits)
        text = ""
        while m:
            text = digits[m % base] + text
            m //= base
        text = text or "0"
        print(base, n, int(text, base) == n, int("-" + text.upper(), base), int(" +" + text + "\n", base) == n)
for bits in (1000, 5000, 12000, 14000):
    n = r.bits(bits)
    text = str(n)
    print(text, int(text) == n, int("_".join(text)) == n, int(hex(n), 16) == n, int(bin(n), 0) == n, int(oct(-n), 8) == -n)
    print(str(10**(bits // 4)) == "1" + "0" * (bits // 4), int("9" * (bits // 4)) == 10**(bits // 4) - 1)
