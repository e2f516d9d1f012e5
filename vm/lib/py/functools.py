# SPDX-License-Identifier: MIT
"""What programs use of functools."""

WRAPPER_ASSIGNMENTS = ("__module__", "__name__", "__qualname__", "__doc__", "__annotations__")
WRAPPER_UPDATES = ("__dict__",)


def update_wrapper(wrapper, wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    for name in assigned:
        try:
            setattr(wrapper, name, getattr(wrapped, name))
        except AttributeError:
            pass
    for name in updated:
        try:
            getattr(wrapper, name).update(getattr(wrapped, name, {}))
        except (AttributeError, TypeError):
            pass
    wrapper.__wrapped__ = wrapped
    return wrapper


def wraps(wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    return lambda wrapper: update_wrapper(wrapper, wrapped, assigned, updated)


class partial:
    def __init__(self, func, /, *args, **keywords):
        if not callable(func):
            raise TypeError("the first argument must be callable")
        if isinstance(func, partial):
            args = func.args + args
            keywords = {**func.keywords, **keywords}
            func = func.func
        self.func = func
        self.args = args
        self.keywords = keywords

    def __call__(self, /, *args, **keywords):
        return self.func(*self.args, *args, **{**self.keywords, **keywords})

    def __repr__(self):
        parts = [repr(self.func)] + [repr(a) for a in self.args] + ["%s=%r" % item for item in self.keywords.items()]
        return "functools.partial(%s)" % ", ".join(parts)


_NOTHING = object()


def reduce(function, iterable, initial=_NOTHING, /):
    it = iter(iterable)
    if initial is _NOTHING:
        try:
            initial = next(it)
        except StopIteration:
            raise TypeError("reduce() of empty iterable with no initial value") from None
    for item in it:
        initial = function(initial, item)
    return initial


def cmp_to_key(compare):
    class K:
        __slots__ = ("obj",)

        def __init__(self, obj):
            self.obj = obj

        def __lt__(self, other):
            return compare(self.obj, other.obj) < 0

        def __gt__(self, other):
            return compare(self.obj, other.obj) > 0

        def __eq__(self, other):
            return compare(self.obj, other.obj) == 0

        def __le__(self, other):
            return compare(self.obj, other.obj) <= 0

        def __ge__(self, other):
            return compare(self.obj, other.obj) >= 0

        __hash__ = None

    return K


def lru_cache(maxsize=128, typed=False):
    if callable(maxsize):
        return _cached(maxsize, 128, False)
    return lambda function: _cached(function, maxsize, typed)


def cache(function):
    return _cached(function, None, False)


def _cached(function, maxsize, typed):
    known = {}  # in the order of use, oldest first
    hits = misses = 0
    limit = None if maxsize is None else max(maxsize, 0)

    def wrapper(*args, **keywords):
        nonlocal hits, misses
        key = args
        if keywords:
            key += (_NOTHING,) + tuple(keywords.items())
        if typed:
            key += (_NOTHING,) + tuple([type(a) for a in args])
        result = known.pop(key, _NOTHING)
        if result is _NOTHING:
            misses += 1
            result = function(*args, **keywords)
            if limit == 0:
                return result
            if limit is not None and len(known) >= limit and key not in known:
                del known[next(iter(known))]
        else:
            hits += 1
        known[key] = result
        return result

    def cache_info():
        return (hits, misses, maxsize, len(known))

    def cache_clear():
        nonlocal hits, misses
        known.clear()
        hits = misses = 0

    wrapper.cache_info = cache_info
    wrapper.cache_clear = cache_clear
    return update_wrapper(wrapper, function)


def total_ordering(cls):
    names = vars(cls)
    if "__lt__" in names:
        if "__gt__" not in names:
            cls.__gt__ = lambda self, other: not (self < other or self == other)
        if "__le__" not in names:
            cls.__le__ = lambda self, other: self < other or self == other
        if "__ge__" not in names:
            cls.__ge__ = lambda self, other: not self < other
    elif "__gt__" in names:
        cls.__lt__ = lambda self, other: not (self > other or self == other)
        if "__ge__" not in names:
            cls.__ge__ = lambda self, other: self > other or self == other
        if "__le__" not in names:
            cls.__le__ = lambda self, other: not self > other
    else:
        raise ValueError("must define at least one ordering operation: < > <= >=")
    return cls
