# options: {from = ["pkg.deep.a"], into = "pkg.b", leave = "reexport"}
# file: pkg/__init__.py
# file: pkg/b.py
"""B."""
from .base import Base


class Other(Base):
    pass
# file: pkg/base.py
class Base:
    pass
# file: pkg/deep/__init__.py
# file: pkg/deep/a.py
from typing import TYPE_CHECKING

from ..base import Base
from . import sibling

if TYPE_CHECKING:
    from .sibling import Kind

try:
    from ..base import Fast
except ImportError:
    Fast = None


class Thing(Base):
    def load(self) -> "Kind":
        from .sibling import value as late

        return late, sibling.value, Fast
# file: pkg/deep/sibling.py
value = 1


class Kind:
    pass
# file: pkg/deep/user.py
from .a import Thing
from . import a, sibling
from pkg.deep import a as other, sibling as s
import pkg.deep.a, os


def f():
    return Thing, a.Thing, other.Thing, pkg.deep.a.Thing, s, sibling
# after
# file: pkg/__init__.py
# file: pkg/b.py
"""B."""
from typing import TYPE_CHECKING

from .base import Base
from .deep import sibling

if TYPE_CHECKING:
    from .deep.sibling import Kind

try:
    from .base import Fast
except ImportError:
    Fast = None


class Other(Base):
    pass


class Thing(Base):
    def load(self) -> "Kind":
        from .deep.sibling import value as late

        return late, sibling.value, Fast
# file: pkg/base.py
class Base:
    pass
# file: pkg/deep/__init__.py
# file: pkg/deep/a.py
"""Moved to `pkg.b`."""

from pkg.b import (
    Fast as Fast,
    Thing as Thing,
)

__all__ = [
    "Fast",
    "Thing",
]
# file: pkg/deep/sibling.py
value = 1


class Kind:
    pass
# file: pkg/deep/user.py
from ..b import Thing
from . import sibling
from .. import b as a
from pkg.deep import sibling as s
from pkg import b as other
import pkg.b, os


def f():
    return Thing, a.Thing, other.Thing, pkg.b.Thing, s, sibling
