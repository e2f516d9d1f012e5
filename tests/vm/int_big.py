# Big integers: sizes beyond a word, in every operation
a = 123456789012345678901234567890
b = 987654321098765432109876543210
print(a + b, a - b, a * b, b // a, b % a, -a // b, -a % b, divmod(-b, a), a**3)
print(a & b, a | b, a ^ b, ~a, a << 70, b >> 40, -a >> 3, -a & 0xFFFF, -a | 1, -a ^ b, -b & -a)
print(a == a + 0, a < b, a > -b, a == 123456789012345678901234567890.0, a != b, hash(a) == hash(a + b - b), -a < a)
f = 1
for i in range(1, 60):
    f *= i
print(f, f // 10**40, f % 10**9 + 7, len(str(f)))
x, y = 0, 1
for i in range(300):
    x, y = y, x + y
print(x)
for n in (30, 31, 32, 47, 48, 61, 62, 63, 64, 65, 127, 128):
    p = 1 << n
    print(n, p, p - 1, -p, -p - 1, p >> (n - 1), (p - 1) & p, (p * p) == 1 << 2 * n, p // 3, -p // 3, -p % 7, int(str(p)) == p)
print(2**200 // 3**50, 2**200 % 3**50, 10**50 // 10**49, (10**50 - 1) // (10**25 + 1), 7**100 % 1000007)
print(int("9" * 50), int("-" + "1" * 40), int("ff" * 20, 16), int("z" * 20, 36), int("0b" + "1" * 70, 0))
print(float(10**30), int(1e25), 10**30 / 10**20, 2**100 / 3, 2**0.5 * 10**20, 5**50 > 5e34, round(10**25 + 5, -1))
print(pow(12345678901234567890, 98765432109876543210, 10**15), pow(3, 200), abs(-(10**40)), sum([10**20] * 5))
try:
    float(10**400)
except OverflowError as e:
    print(e)
