# differs: CPython would try, and take the machine's memory
# Results that cannot fit in memory are refused at once.
for text in ("1 << 10**12", "1 << 10**30", "-1 << 2**62", "2 ** 10**12", "7 ** 10**12", "(10**100) ** (10**15)", "3 ** 10**40",
             "(-2) ** (2**40)", "__import__('math').factorial(10**12)", "__import__('math').factorial(10**30)",
             "(1).to_bytes(10**15, 'big')"):
    try:
        eval(text)
        print(text, "came to an end")
    except (MemoryError, OverflowError) as e:
        print(text, "was refused")
