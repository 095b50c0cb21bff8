# options: {module = "pkg.big", into = {"pkg.shapes" = ["Circle", "area"], "pkg.errors" = ["Bad"], "pkg.units" = ["METRE", "metres"]}}
# file: pkg/__init__.py
from .big import Bad, Circle, area, rest
# file: pkg/big.py
"""Much."""

import math
import os

METRE = 1.0


class Bad(Exception):
    """Bad."""


def metres(x):
    _check(x)
    return x * METRE


class Circle:
    def __init__(self, radius):
        if radius < 0:
            raise Bad(radius)
        self.radius = metres(radius)


def area(circle: Circle):
    return math.pi * circle.radius**2


def _check(x):
    if x is None:
        raise Bad


def rest():
    return os, area(Circle(1))
# file: user.py
import pkg.big
from pkg.big import METRE, Bad, Circle, rest

try:
    pkg.big.area(Circle(METRE))
    pkg.big.rest()
except pkg.big.Bad:
    rest()
# after
# file: pkg/__init__.py
from .big import rest
from .errors import Bad
from .shapes import Circle, area
# file: pkg/big.py
"""Much."""

import os

from pkg.shapes import Circle, area


def rest():
    return os, area(Circle(1))
# file: pkg/errors.py
class Bad(Exception):
    """Bad."""
# file: pkg/shapes.py
import math

from pkg.errors import Bad
from pkg.units import metres


class Circle:
    def __init__(self, radius):
        if radius < 0:
            raise Bad(radius)
        self.radius = metres(radius)


def area(circle: Circle):
    return math.pi * circle.radius**2
# file: pkg/units.py
from pkg.errors import Bad

METRE = 1.0


def metres(x):
    _check(x)
    return x * METRE


def _check(x):
    if x is None:
        raise Bad
# file: user.py
import pkg.big
import pkg.errors
import pkg.shapes
from pkg.big import rest
from pkg.units import METRE
from pkg.errors import Bad
from pkg.shapes import Circle

try:
    pkg.shapes.area(Circle(METRE))
    pkg.big.rest()
except pkg.errors.Bad:
    rest()
