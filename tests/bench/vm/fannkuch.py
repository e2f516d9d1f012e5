# The most flips that turn a permutation of 8 pancakes upright
def fannkuch(n):
    perm1 = list(range(n))
    count = [0] * n
    most = checksum = 0
    r = n
    turn = 0
    while True:
        while r != 1:
            count[r - 1] = r
            r -= 1
        perm = perm1[:]
        flips = 0
        k = perm[0]
        while k:
            perm[: k + 1] = perm[k::-1]
            flips += 1
            k = perm[0]
        if flips > most:
            most = flips
        checksum += flips if turn & 1 == 0 else -flips
        while True:
            if r == n:
                return checksum, most
            first = perm1[0]
            for i in range(r):
                perm1[i] = perm1[i + 1]
            perm1[r] = first
            count[r] -= 1
            if count[r] > 0:
                break
            r += 1
        turn += 1


def main():
    return fannkuch(8)
