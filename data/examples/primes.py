# Primes: how fast is your board? The simulator, a Pico and a micro:bit differ a lot.
import time


def primes(limit):
    """The primes below limit, by the sieve of Eratosthenes."""
    sieve = bytearray(b"\x01") * limit
    found = []
    for n in range(2, limit):
        if sieve[n]:
            found.append(n)
            for multiple in range(n * n, limit, n):
                sieve[multiple] = 0
    return found


start = time.ticks_ms()
found = primes(2000)
print(len(found), "primes, the last is", found[-1])
print("It took", time.ticks_diff(time.ticks_ms(), start), "ms")
