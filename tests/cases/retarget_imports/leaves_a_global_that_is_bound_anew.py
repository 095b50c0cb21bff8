# options: {modules = ["pkg"]}
# file: pkg/__init__.py
from .core import x


def grow():
    global x
    x += 1
# file: pkg/core.py
x = 1
# file: use.py
from pkg import x
