# options: {from = ["pkg.old", "pkg.facade"], into = "pkg.new", leave = "reexport"}
# file: pkg/__init__.py
# file: pkg/base.py
class Base:
    pass


class Taken:
    pass
# file: pkg/facade.py
from pkg.base import Base, Taken
# file: pkg/new.py
def new():
    pass
# file: pkg/old.py
import pkg as top
from pkg.base import Base, Taken
from json import loads as loads

_private = 1


class Old(Base, Taken):
    where = top
# file: pkg/user.py
import pkg.old as o
from pkg.old import Old

print(o.Taken, Old)
# after
# file: pkg/__init__.py
# file: pkg/base.py
class Base:
    pass


class Taken:
    pass
# file: pkg/facade.py
"""Moved to `pkg.new`."""

from pkg.new import (
    Base as Base,
    Taken as Taken,
)

__all__: list[str] = []
# file: pkg/new.py
from json import loads as loads

import pkg as top
from pkg.base import Base, Taken


def new():
    pass


_private = 1


class Old(Base, Taken):
    where = top
# file: pkg/old.py
"""Moved to `pkg.new`."""

from pkg.new import (
    loads as loads,
    Old as Old,
    Taken as Taken,
    _private as _private,
)

__all__ = [
    "loads",
    "Old",
]
# file: pkg/user.py
import pkg.new as o
from pkg.new import Old

print(o.Taken, Old)
