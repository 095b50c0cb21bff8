# options: {from = ["pkg.a"], into = "pkg.b"}
# file: pkg/__init__.py
from .a import *
from .b import *
# file: pkg/a.py
from os import path

__all__ = ["one", "path"]


def one():
    pass


def two():
    pass
# file: pkg/b.py
__all__ = [
    'three',
]
__all__ += ['four']


def three():
    pass


def four():
    pass
# after
# file: pkg/__init__.py
from . import a as a
from .b import *
# file: pkg/a.py
...
# file: pkg/b.py
from os import path

__all__ = [
    'three',
    'one',
    'path',
]
__all__ += ['four']


def three():
    pass


def four():
    pass


def one():
    pass


def two():
    pass
