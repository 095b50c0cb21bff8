# options: {from = ["pkg.deep.a"], into = "pkg.precision.core"}
# file: pkg/__init__.py
# file: pkg/base.py
class Base:
    pass
# file: pkg/deep/__init__.py
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
# file: pkg/user.py
from .deep import a
from .deep.a import Thing

print(a.Thing, Thing)
# after
# file: pkg/__init__.py
# file: pkg/base.py
class Base:
    pass
# file: pkg/deep/__init__.py
# file: pkg/deep/a.py
...
# file: pkg/deep/sibling.py
value = 1
# file: pkg/precision/__init__.py
# file: pkg/precision/core.py
"""Text of a."""
from __future__ import annotations

from ..deep import sibling
from ..deep.sibling import value
from ..base import Base


class Thing(Base):
    def load(self):
        from ..deep.sibling import value as late
        from .. import base

        return late, base, sibling.value
# file: pkg/user.py
from .precision import core as a
from .precision.core import Thing

print(a.Thing, Thing)
