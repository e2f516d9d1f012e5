# __traceback__ exists while handled, with_traceback returns the exception
try:
    1 / 0
except ZeroDivisionError as e:
    print(e.__traceback__ is not None)
    same = e.with_traceback(None)
    print(same is e, e.__traceback__)
