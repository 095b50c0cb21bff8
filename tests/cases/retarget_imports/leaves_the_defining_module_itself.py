# options: {modules = ["pkg"]}
# import: no
# file: pkg/__init__.py
from .core import x
# file: pkg/core.py
x = 1


def f():
    from pkg import x as same

    return same
