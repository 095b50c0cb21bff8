# options: {module = "pkg.big", into = {"pkg.big.shapes" = ["Circle"], "pkg.big.errors" = ["Bad", "KINDS"]}, leave = "reexport"}
# file: pkg/__init__.py
from .big import Circle
# file: pkg/big.py
"""Much."""

from . import other
from .other import one

KINDS = [one]


class Bad(Exception): ...


class Circle:
    def use(self):
        from .other import one
        raise Bad(other, one)


def rest():
    from . import other
    return Circle, other
# file: pkg/other.py
one = 1
# file: user.py
import pkg.big
from pkg.big import Bad, rest

pkg.big.Circle, Bad, rest()
# after
# file: pkg/__init__.py
from .big.shapes import Circle
# file: pkg/big/__init__.py
"""Much."""

from .. import other
from ..other import one
from .errors import Bad, KINDS
from .shapes import Circle


def rest():
    from .. import other
    return Circle, other
# file: pkg/big/errors.py
from ..other import one

KINDS = [one]


class Bad(Exception): ...
# file: pkg/big/shapes.py
from .. import other
from .errors import Bad


class Circle:
    def use(self):
        from ..other import one
        raise Bad(other, one)
# file: pkg/other.py
one = 1
# file: user.py
import pkg.big.shapes
from pkg.big import rest
from pkg.big.errors import Bad

pkg.big.shapes.Circle, Bad, rest()
