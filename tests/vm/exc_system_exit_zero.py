# sys.exit() without a code ends well
import sys

print("out")
sys.exit()
