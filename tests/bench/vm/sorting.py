# Sorting numbers, strings and tuples, with keys, and by a hand-written quicksort
def quicksort(a):
    if len(a) < 2:
        return a
    p = a[len(a) // 2]
    return quicksort([x for x in a if x < p]) + [x for x in a if x == p] + quicksort([x for x in a if x > p])


def main():
    x, nums = 1, []
    for i in range(60000):
        x = x * 16807 % 2147483647
        nums.append(x)
    s = sorted(nums)
    strings = sorted(str(n) for n in nums[:20000])
    by_last = sorted(nums, key=lambda n: n % 1000)
    pairs = sorted((n % 100, n) for n in nums[:20000])
    nums.sort(reverse=True)
    q = quicksort(nums[:15000])
    return s[0], s[-1], strings[0], by_last[0], pairs[0], nums[0], q[0], q == sorted(q)
