# options: {moves = {"pkg.old" = "pkg.new", "pkg.old.f" = "pkg.new.f", "pkg.old._g" = "pkg.new._g", "pkg.old.h" = "pkg.new.i"}, how = "silent"}
# file: pkg/__init__.py
# file: pkg/new.py
def other():
    pass


def f():
    pass


def _g():
    pass


def i():
    pass
# after
# file: pkg/__init__.py
# file: pkg/new.py
def other():
    pass


def f():
    pass


def _g():
    pass


def i():
    pass
# file: pkg/old.py
"""Moved to `pkg.new`."""

from pkg.new import (
    f as f,
    i as h,
    _g as _g,
)

__all__ = [
    "f",
    "h",
]
