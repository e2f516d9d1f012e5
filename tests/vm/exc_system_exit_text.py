# sys.exit(text) prints the text on standard error and gives 1
import sys

print("out")
sys.exit("this is why")
