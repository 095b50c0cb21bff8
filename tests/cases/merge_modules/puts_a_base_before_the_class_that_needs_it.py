# options: {from = ["pkg.a"], into = "pkg.b"}
# file: pkg/__init__.py
# file: pkg/a.py
from typing import Any

SIZE: Any = 1


class Base:
    pass


def lazily():
    from .b import Child

    return Child
# file: pkg/b.py
"""B."""

import os

from .a import SIZE as SIZE_OF_A
from .a import Base

FIRST = os.sep


class Child(Base):
    size = SIZE_OF_A


def f():
    from . import a

    return a.lazily()
# after
# file: pkg/__init__.py
# file: pkg/a.py
...
# file: pkg/b.py
"""B."""

import os
from typing import Any


FIRST = os.sep


SIZE: Any = 1


class Base:
    pass


def lazily():
    return Child


class Child(Base):
    size = SIZE


def f():
    return lazily()
