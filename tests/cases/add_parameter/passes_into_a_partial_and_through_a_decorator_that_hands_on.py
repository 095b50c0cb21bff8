# options: {function = "m.f", name = "key", pass = [{value = "'k'"}]}
# file: m.py
import functools
from functools import partial


def logged(function):
    @functools.wraps(function)
    def inner(*args, **kwargs):
        return function(*args, **kwargs)

    return inner


@logged
def f(a, b):
    return a, b


g = partial(f, 1)
g(2)
# after
# file: m.py
import functools
from functools import partial


def logged(function):
    @functools.wraps(function)
    def inner(*args, **kwargs):
        return function(*args, **kwargs)

    return inner


@logged
def f(a, b, key):
    return a, b


g = partial(f, 1, key='k')
g(2)
