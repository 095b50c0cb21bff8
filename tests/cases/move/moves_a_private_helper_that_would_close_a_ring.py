# options: {symbols = ["pkg.a.grow"], into = "pkg.b"}
# notes: `_base` moves too
# file: pkg/__init__.py
# file: pkg/a.py
from . import c


def _base(x):
    return x + c.ONE


def grow(x):
    return _base(x) + 1


def twice(x):
    return grow(_base(x))
# file: pkg/c.py
ONE = 1
# after
# file: pkg/__init__.py
# file: pkg/a.py
from .b import _base, grow


def twice(x):
    return grow(_base(x))
# file: pkg/b.py
from . import c


def _base(x):
    return x + c.ONE


def grow(x):
    return _base(x) + 1
# file: pkg/c.py
ONE = 1
