print("pkg init", __name__)
from . import one
from .sub import deep

level = 0
