# The same numbers on every interpreter: a small generator of its own, with the awkward sizes more often than chance gives them.


class Numbers:
    def __init__(self, seed):
        self.state = seed

    def word(self):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) & 0xFFFFFFFFFFFFFFFF
        return self.state >> 11

    def bits(self, k):
        n = 0
        while k > 0:
            take = min(k, 48)
            n = (n << take) | (self.word() & ((1 << take) - 1))
            k -= take
        return n

    def natural(self, max_bits):
        k = self.word() % (max_bits + 1)
        kind = self.word() % 6
        if kind == 0:
            return 1 << k
        if kind == 1:
            return (1 << k) - 1
        if kind == 2:
            return (1 << k) + 1
        if kind == 3:
            return ((1 << k) - 1) ^ ((1 << (k // 2)) - 1)
        return self.bits(k)

    def integer(self, max_bits):
        n = self.natural(max_bits)
        return -n if self.word() & 1 else n

    def real(self):
        import struct

        kind = self.word() % 4
        if kind == 0:
            return struct.unpack("<d", self.bits(64).to_bytes(8, "little"))[0]
        if kind == 1:
            return float(self.bits(self.word() % 70)) / 10 ** (self.word() % 20)
        if kind == 2:
            return struct.unpack("<d", (self.bits(52) + ((1023 + self.word() % 80 - 40) << 52)).to_bytes(8, "little"))[0]
        return float(str(self.word() % 100000) + "e" + str(self.word() % 40 - 20))


def attempt(function, *args, **kw):
    try:
        return function(*args, **kw)
    except Exception as e:
        return type(e).__name__ + ": " + str(e)
