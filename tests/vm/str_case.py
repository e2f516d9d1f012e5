# Case mapping, ASCII and beyond.
words = ["hello World", "HELLO", "", "they're bill's", "x1y2 a_b", "straße", "ΟΔΟΣ ΣΑΣ σΣ", "ΑΣ.", "ΑΣ'Β", "Σ", "Жук ЁЛКА", "ǅabc ǆ", "ŉ ﬁn ﬃ", "İI ıi", "ÀÉÎ àéî ÿ", "ᾳ ᾼ", "𐐀𐐨",
         "ⅷ Ⅷ", "ﬅ", "Ꭰꭰ", "µ ſ", "a\u0301b\u0345c", "ªº ʰ"]
for w in words:
    print(ascii([w.upper(), w.lower(), w.title(), w.capitalize(), w.swapcase(), w.casefold()]))
total = 0
for i in range(0x3000):
    c = chr(i)
    for f in (c.upper(), c.lower(), c.title(), c.casefold(), c.swapcase(), c.capitalize(), ("a" + c).title()):
        for d in f:
            total = (total * 33 + ord(d)) % 1000000007
print(total)
