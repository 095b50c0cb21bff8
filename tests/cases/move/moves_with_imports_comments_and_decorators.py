# options: {symbols = ["pkg.a.area"], into = "pkg.b"}
# file: pkg/__init__.py
# file: pkg/a.py
"""Areas."""

import functools
import math
import os
from os import path, sep

from . import other

# The constant of the circle.
PI = math.pi  # as it is


# Why it is cached.
@functools.cache
def area(radius: float) -> float:
    """Of a circle."""
    from .other import late

    return math.pi * radius**2 + late + len(os.sep)   # odd   spacing stays


def parent(name):
    return path.dirname(name) + sep + str(other.late)
# file: pkg/b.py
"""Doubling."""

import math

from .other import late


def double(x):
    return math.sin(x) + late
# file: pkg/other.py
late = 1
# file: user.py
import pkg.a
import pkg.a as shapes
from pkg import a
from pkg.a import (
    area as circle,  # the comment stays
    parent,
)


def use():
    from pkg import a as local

    return pkg.a.area(1) + shapes.area(1) + a.area(2) + local.PI + circle(2), parent


def only():
    import pkg.a

    return pkg.a.area(1)
# after
# file: pkg/__init__.py
# file: pkg/a.py
"""Areas."""

import math
from os import path, sep

from . import other

# The constant of the circle.
PI = math.pi  # as it is


def parent(name):
    return path.dirname(name) + sep + str(other.late)
# file: pkg/b.py
"""Doubling."""

import functools
import math
import os

from .other import late


def double(x):
    return math.sin(x) + late


# Why it is cached.
@functools.cache
def area(radius: float) -> float:
    """Of a circle."""
    from .other import late

    return math.pi * radius**2 + late + len(os.sep)   # odd   spacing stays
# file: pkg/other.py
late = 1
# file: user.py
import pkg.b
import pkg.b as shapes
from pkg import b
from pkg.a import (
    parent,
)
from pkg.b import area as circle  # the comment stays


def use():
    from pkg import a as local

    return pkg.b.area(1) + shapes.area(1) + b.area(2) + local.PI + circle(2), parent


def only():
    import pkg.b

    return pkg.b.area(1)
