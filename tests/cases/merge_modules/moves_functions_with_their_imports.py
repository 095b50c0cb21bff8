# options: {from = ["pkg.a"], into = "pkg.b"}
# file: pkg/__init__.py
from .a import area
from .b import double
# file: pkg/a.py
"""Areas."""

import math
from os import path, sep

# The constant of the circle.
PI = math.pi  # as it is


@staticmethod
def area(radius: float) -> float:
    """Of a circle."""
    return PI * radius**2   # odd   spacing stays


def _parent(name):
    return path.dirname(name) + sep
# file: pkg/b.py
"""Doubling."""

from os import path


def double(x):
    return path.join(x, x)
# file: pkg/user.py
import pkg.a
import pkg.a as shapes
from pkg import a
from pkg.a import (
    area as circle,  # the comment stays
    _parent,
)


def use():
    from . import a as local

    return pkg.a.area(1) + shapes.PI + a.PI + local.PI + circle(2)
# after
# file: pkg/__init__.py
from .b import area, double
from . import a as a
# file: pkg/a.py
...
# file: pkg/b.py
"""Doubling."""

import math
from os import path
from os import sep


def double(x):
    return path.join(x, x)


# From `pkg.a`:
# Areas.

# The constant of the circle.
PI = math.pi  # as it is


@staticmethod
def area(radius: float) -> float:
    """Of a circle."""
    return PI * radius**2   # odd   spacing stays


def _parent(name):
    return path.dirname(name) + sep
# file: pkg/user.py
import pkg.b
import pkg.b as shapes
from pkg import b as a
from pkg.b import (
    area as circle,  # the comment stays
    _parent,
)


def use():
    from . import b as local

    return pkg.b.area(1) + shapes.PI + a.PI + local.PI + circle(2)
