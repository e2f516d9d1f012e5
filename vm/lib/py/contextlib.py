# SPDX-License-Identifier: MIT
"""What programs use of contextlib."""

from functools import wraps


class ContextDecorator:
    def _recreate_cm(self):
        return self

    def __call__(self, function):
        @wraps(function)
        def inner(*args, **keywords):
            with self._recreate_cm():
                return function(*args, **keywords)

        return inner


class _GeneratorContextManager(ContextDecorator):
    def __init__(self, function, args, keywords):
        self.gen = function(*args, **keywords)
        self.call = function, args, keywords

    def _recreate_cm(self):
        return _GeneratorContextManager(*self.call)

    def __enter__(self):
        try:
            return next(self.gen)
        except StopIteration:
            raise RuntimeError("generator didn't yield") from None

    def __exit__(self, kind, value, traceback):
        if kind is None:
            try:
                next(self.gen)
            except StopIteration:
                return False
            raise RuntimeError("generator didn't stop")
        if value is None:
            value = kind()
        try:
            self.gen.throw(value)
        except StopIteration as e:
            return e is not value
        except RuntimeError as e:
            if e is value:
                return False
            if isinstance(value, StopIteration) and e.__cause__ is value:
                return False
            raise
        except BaseException as e:
            if e is not value:
                raise
            return False
        raise RuntimeError("generator didn't stop after throw()")


def contextmanager(function):
    @wraps(function)
    def helper(*args, **keywords):
        return _GeneratorContextManager(function, args, keywords)

    return helper


class suppress:
    def __init__(self, *exceptions):
        self.exceptions = exceptions

    def __enter__(self):
        pass

    def __exit__(self, kind, value, traceback):
        return kind is not None and issubclass(kind, self.exceptions)


class closing:
    def __init__(self, thing):
        self.thing = thing

    def __enter__(self):
        return self.thing

    def __exit__(self, *info):
        self.thing.close()


class nullcontext:
    def __init__(self, enter_result=None):
        self.enter_result = enter_result

    def __enter__(self):
        return self.enter_result

    def __exit__(self, *info):
        pass


class ExitStack:
    def __init__(self):
        self.callbacks = []

    def __enter__(self):
        return self

    def enter_context(self, manager):
        result = manager.__enter__()
        self.callbacks.append(manager.__exit__)
        return result

    def push(self, exit):
        self.callbacks.append(getattr(exit, "__exit__", exit))
        return exit

    def callback(self, function, *args, **keywords):
        self.callbacks.append(lambda *info: function(*args, **keywords) and False)
        return function

    def pop_all(self):
        other = ExitStack()
        other.callbacks, self.callbacks = self.callbacks, []
        return other

    def close(self):
        self.__exit__(None, None, None)

    def __exit__(self, kind, value, traceback):
        pending = value
        while self.callbacks:
            exit = self.callbacks.pop()
            try:
                if pending is None:
                    exit(None, None, None)
                elif exit(type(pending), pending, traceback):
                    pending = None
            except BaseException as e:
                pending = e
        if pending is not None and pending is not value:
            raise pending
        return value is not None and pending is None
