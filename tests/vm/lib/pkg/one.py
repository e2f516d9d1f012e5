print("pkg.one runs as", __name__)
from .two import TWO

ONE = TWO - 1
