# options: {modules = ["pkg"]}
# file: pkg/__init__.py
from .core import f


def f(): ...


x = 1
# file: pkg/core.py
def f(): ...
# file: use.py
from pkg import f, x
