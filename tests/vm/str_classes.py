# isalpha and its kin, for every character there is in the lower planes, in blocks.
tests = ["isalnum", "isalpha", "isascii", "isdecimal", "isdigit", "isidentifier", "islower", "isnumeric", "isprintable", "isspace", "istitle", "isupper"]
for w in ["", "abc", "ABC", "aB1", "123", "½", "²", "٣", "Ⅷ", " \t\x1c\x85", "Hello World", "Hello world", "ǅ", "_a", "1a", "a b", "日本", "\x00", "\xa0", "é", "A1", "1", "ªb", "\xad", "def"]:
    print(ascii(w), [int(getattr(w, t)()) for t in tests])
for start in list(range(0, 0x3400, 0x400)) + [0xA400, 0xFB00, 0x10400, 0x1D400, 0x1F600, 0xE0100]:
    counts = []
    for t in tests:
        total = 0
        for i in range(start, start + 0x400):
            if 0xD800 <= i < 0xE000:
                continue
            if getattr(chr(i), t)():
                total = (total * 7 + i) % 1000003
        counts.append(total)
    print(hex(start), counts)
