from ..two import TWO
from . import __name__ as parent_name
from .. import two

DEEP = (TWO, parent_name, two.TWO, __package__ if "__package__" in globals() else None)
