# options: {symbols = ["pkg.a.grow"], into = "pkg.b"}
# refuses: name-taken
# file: pkg/__init__.py
# file: pkg/a.py
from json import loads


def grow(x):
    return loads(x)
# file: pkg/b.py
from pickle import loads


def shrink(x):
    return loads(x)
