# AES-128 by its tables, made here: bytes, shifts and xors
def make_sbox():
    p = q = 1
    box = [0] * 256
    while True:
        p ^= (p << 1) ^ (0x11B if p & 0x80 else 0)
        p &= 0xFF
        q ^= q << 1
        q ^= q << 2
        q ^= q << 4
        q &= 0xFF
        if q & 0x80:
            q ^= 0x09
        x = q ^ (q << 1 | q >> 7) ^ (q << 2 | q >> 6) ^ (q << 3 | q >> 5) ^ (q << 4 | q >> 4)
        box[p] = (x ^ 0x63) & 0xFF
        if p == 1:
            break
    box[0] = 0x63
    return bytes(box)


SBOX = make_sbox()


def xtime(a):
    return ((a << 1) ^ 0x1B) & 0xFF if a & 0x80 else a << 1


def expand(key):
    w = [list(key[i : i + 4]) for i in range(0, 16, 4)]
    rcon = 1
    for i in range(4, 44):
        t = list(w[i - 1])
        if i % 4 == 0:
            t = [SBOX[b] for b in t[1:] + t[:1]]
            t[0] ^= rcon
            rcon = xtime(rcon)
        w.append([a ^ b for a, b in zip(w[i - 4], t)])
    return [sum(w[i : i + 4], []) for i in range(0, 44, 4)]


def encrypt(block, keys):
    s = [a ^ b for a, b in zip(block, keys[0])]
    for rnd in range(1, 11):
        s = [SBOX[b] for b in s]
        s = [s[(i + 4 * (i % 4)) % 16] for i in range(16)]
        if rnd != 10:
            out = []
            for c in range(0, 16, 4):
                a0, a1, a2, a3 = s[c], s[c + 1], s[c + 2], s[c + 3]
                t = a0 ^ a1 ^ a2 ^ a3
                out.append(a0 ^ t ^ xtime(a0 ^ a1))
                out.append(a1 ^ t ^ xtime(a1 ^ a2))
                out.append(a2 ^ t ^ xtime(a2 ^ a3))
                out.append(a3 ^ t ^ xtime(a3 ^ a0))
            s = out
        k = keys[rnd]
        s = [s[i] ^ k[i] for i in range(16)]
    return bytes(s)


def main():
    keys = expand(bytes(range(16)))
    block = bytes(i * 17 for i in range(16))
    first = encrypt(block, keys).hex() if hasattr(b"", "hex") else ""
    for _ in range(1200):
        block = encrypt(block, keys)
    return first, list(block)
