# options: {symbols = ["pkg.a.grow"], into = "pkg.b"}
# file: pkg/__init__.py
# file: pkg/a.py
def _base(x):
    return x


def grow(x):
    return _base(x) + 1


def twice(x):
    return _base(x) * 2
# file: pkg/b.py
"""B."""


def other(x):
    return x
# after
# file: pkg/__init__.py
# file: pkg/a.py
def _base(x):
    return x


def twice(x):
    return _base(x) * 2
# file: pkg/b.py
"""B."""

from pkg.a import _base


def other(x):
    return x


def grow(x):
    return _base(x) + 1
