# SPDX-License-Identifier: MIT
# Runs main() of the benchmark named on the command line; prints its result and, last, the seconds inside it.
import sys
import time

if hasattr(time, "perf_counter"):
    now, since = time.perf_counter, lambda t: time.perf_counter() - t
else:
    now, since = time.ticks_us, lambda t: time.ticks_diff(time.ticks_us(), t) / 1000000

main = __import__(sys.argv[1]).main
start = now()
result = main()
seconds = since(start)
print(result)
print("# seconds %.6f" % seconds)
