# options: {from = ["pkg.old"], into = "pkg.new"}
# refuses: dynamic-all
# file: pkg/__init__.py
from . import old
from .old import *

__all__ = old.__all__ + ["more"]
more = 1
# file: pkg/old.py
__all__ = ["f"]


def f(): ...


def g(): ...
# file: pkg/new.py
def h(): ...
