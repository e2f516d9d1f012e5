# Text and byte work: Caesar, base64 by hand, checksums, run lengths
def caesar(s, k):
    out = []
    for c in s:
        if c.isalpha():
            base = ord("A") if c.isupper() else ord("a")
            out.append(chr((ord(c) - base + k) % 26 + base))
        else:
            out.append(c)
    return "".join(out)


t = caesar("Hello, World!", 3)
print(t, caesar(t, -3))
ALPHA = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


def b64(data):
    out = ""
    for i in range(0, len(data), 3):
        chunk = data[i : i + 3]
        n = int.from_bytes(chunk + bytes(3 - len(chunk)), "big")
        s = "".join(ALPHA[n >> k & 63] for k in (18, 12, 6, 0))
        out += s[: len(chunk) + 1] + "=" * (3 - len(chunk))
    return out


print(b64(b""), b64(b"a"), b64(b"ab"), b64(b"abc"), b64(bytes(range(20))))


def crc32(data):
    c = 0xFFFFFFFF
    for b in data:
        c ^= b
        for _ in range(8):
            c = c >> 1 ^ (0xEDB88320 if c & 1 else 0)
    return c ^ 0xFFFFFFFF


def adler(data):
    a, b = 1, 0
    for x in data:
        a = (a + x) % 65521
        b = (b + a) % 65521
    return b << 16 | a


print(hex(crc32(b"123456789")), hex(adler(b"Wikipedia")))


def rle(s):
    out, i = [], 0
    while i < len(s):
        j = i
        while j < len(s) and s[j] == s[i]:
            j += 1
        out.append((s[i], j - i))
        i = j
    return out


print(rle("aaabccd"), "".join(c * n for c, n in rle("aaabccd")))


def lfsr(seed):
    while True:
        yield seed
        seed = seed >> 1 ^ (0xB400 if seed & 1 else 0)


g = lfsr(0xACE1)
print([hex(next(g)) for _ in range(5)])
