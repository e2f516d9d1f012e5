# differs: ticks_* and sleep_ms are MicroPython's
import time

a = time.ticks_ms()
time.sleep_ms(20)
time.sleep_us(100)
d = time.ticks_diff(time.ticks_ms(), a)
print(20 <= d < 2000, isinstance(time.ticks_us(), int), isinstance(time.ticks_cpu(), int), isinstance(time.time_ns(), int))
print(time.ticks_diff(time.ticks_add(a, 100), a), time.ticks_diff(a, time.ticks_add(a, 100)), time.ticks_diff(5, 5))
period = time.ticks_add(0, -1) + 1
print(period & (period - 1) == 0, time.ticks_diff(5, period - 5), time.ticks_add(period - 5, 10))
