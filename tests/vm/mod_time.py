# time: what does not depend on the clock
import time

t0 = time.time()
time.sleep(0.01)
t1 = time.time()
print(t1 >= t0, t1 - t0 < 5, t0 > 1.6e9)
print(tuple(time.gmtime(0))[:6], tuple(time.gmtime(1000000000))[:7], tuple(time.gmtime(951782400))[:6])
for bad in (lambda: time.sleep("x"),):
    try:
        bad()
    except (ValueError, TypeError) as e:
        print(type(e).__name__)
x = time.localtime(86400 * 365)
print(len(tuple(x)) >= 8, x[0] in (1970, 1971), int(time.mktime(time.localtime(1500000000))))
