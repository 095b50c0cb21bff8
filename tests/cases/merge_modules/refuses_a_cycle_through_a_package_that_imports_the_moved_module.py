# options: {from = ["pkg.deep.a"], into = "pkg.precision.core"}
# refuses: import-cycle
# file: pkg/__init__.py
# file: pkg/base.py
class Base:
    pass
# file: pkg/deep/__init__.py
from . import a
from .a import Thing
# file: pkg/deep/a.py
"""Text of a."""
from __future__ import annotations

from . import sibling
from .sibling import value
from ..base import Base


class Thing(Base):
    def load(self):
        from .sibling import value as late
        from .. import base

        return late, base, sibling.value
# file: pkg/deep/sibling.py
value = 1
