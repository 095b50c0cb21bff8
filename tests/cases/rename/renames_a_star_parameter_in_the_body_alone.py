# options: {rename = {"a.f(args)" = "rest", "a.f(kwargs)" = "named"}}
# file: a.py
def f(*args, **kwargs):
    """Do it.

    Args:
        *args: some
        **kwargs: others, such as args
    """
    return g(*args, **kwargs)


def g(*args, **kwargs): ...


f(args=1, kwargs=2)
# after
# file: a.py
def f(*rest, **named):
    """Do it.

    Args:
        *rest: some
        **named: others, such as args
    """
    return g(*rest, **named)


def g(*args, **kwargs): ...


f(args=1, kwargs=2)
