# options: {rename = {"a.K.old" = "new"}, evidence = "rope"}
# notes: 1 rope
# file: a.py
import functools


class K:
    def old(self): ...


def keeping(f):
    return functools.wraps(f)(f)


@keeping
def make():
    return K()


make().old()
# after
# file: a.py
import functools


class K:
    def new(self): ...


def keeping(f):
    return functools.wraps(f)(f)


@keeping
def make():
    return K()


make().new()
