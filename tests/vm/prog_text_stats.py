# Words, counts and a table
text = """It was the best of times, it was the worst of times, it was the age of
wisdom, it was the age of foolishness, it was the epoch of belief"""
words = [w.strip(",.").lower() for w in text.split()]
counts = {}
for w in words:
    counts[w] = counts.get(w, 0) + 1
top = sorted(counts.items(), key=lambda kv: (-kv[1], kv[0]))
for w, n in top[:6]:
    print(f"{w:<8}{n:>3} {'#' * n}")
print(len(words), len(counts), max(words, key=len), sum(map(len, words)))
by_len = {}
for w in counts:
    by_len.setdefault(len(w), []).append(w)
for n in sorted(by_len):
    print(n, sorted(by_len[n]))
print("".join(c for c in text if c.isupper()), text.count("was"), text.title().split()[:4])
print({c: text.count(c) for c in sorted(set(text)) if c in "aeiou"})
