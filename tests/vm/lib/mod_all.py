__all__ = ["shown", "_odd"]
shown = 1
hidden = 2
_odd = 3
