# Building, splitting, joining, formatting and searching strings
def main():
    parts = []
    for i in range(150000):
        parts.append("item %d" % i)
    text = ", ".join(parts)
    words = text.split(", ")
    n = 0
    for w in words:
        if w.endswith("7") or w.startswith("item 12"):
            n += len(w.upper().replace("ITEM", "x"))
    s = ""
    for i in range(80000):
        s += chr(97 + i % 26)
    for i in range(150000):
        n += len(f"{i}:{i * 2:>8}")
    rev = s[::-1]
    vowels = 0
    for c in rev:
        if c in "aeiou":
            vowels += 1
    return len(text), n, len(s), vowels, text.count("99"), text.find("item 149999")
