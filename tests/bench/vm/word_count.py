# Counting words: splitting, stripping, lower case, dicts, sorting
SOURCE = """the quick brown fox jumps over the lazy dog and then the dog, being lazy, does nothing at all; but
the fox -- quick as ever -- jumps again. "Why?" asks the dog. "Because," says the fox, "I can." """


def main():
    text = SOURCE * 4000
    total = {}
    for line in text.split("\n"):
        for word in line.split():
            word = word.strip(".,;\"?!-").lower()
            if word:
                total[word] = total.get(word, 0) + 1
    letters = {}
    for c in text[:60000]:
        letters[c] = letters.get(c, 0) + 1
    top = sorted(total.items(), key=lambda kv: (-kv[1], kv[0]))[:6]
    pairs = {}
    words = text.split()
    for a, b in zip(words, words[1:]):
        pairs[a, b] = pairs.get((a, b), 0) + 1
    return top, len(total), sorted(letters.items())[:5], len(pairs)
