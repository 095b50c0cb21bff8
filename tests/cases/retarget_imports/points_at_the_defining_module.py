# options: {modules = ["pkg"]}
# file: pkg/__init__.py
from .core import Thing, make
from .deep.part import other as renamed

__all__ = ["Thing", "make", "renamed"]
# file: pkg/core.py
class Thing: ...


def make(): ...
# file: pkg/deep/__init__.py
# file: pkg/deep/part.py
def other(): ...
# file: pkg/near.py
from . import Thing
from pkg import make


def f():
    from . import renamed, sub

    return Thing, make, renamed, sub
# file: pkg/sub.py
x = 1
# file: use.py
from typing import TYPE_CHECKING

from pkg import (
    Thing as T,  # the thing
    make,
)

if TYPE_CHECKING:
    from pkg import Thing

    x: "Thing" = T()
# after
# file: pkg/__init__.py
from .core import Thing, make
from .deep.part import other as renamed

__all__ = ["Thing", "make", "renamed"]
# file: pkg/core.py
class Thing: ...


def make(): ...
# file: pkg/deep/__init__.py
# file: pkg/deep/part.py
def other(): ...
# file: pkg/near.py
from .core import make, Thing


def f():
    from . import sub
    from .deep.part import other as renamed

    return Thing, make, renamed, sub
# file: pkg/sub.py
x = 1
# file: use.py
from typing import TYPE_CHECKING

from pkg.core import (
    Thing as T,  # the thing
    make,
)

if TYPE_CHECKING:
    from pkg.core import Thing

    x: "Thing" = T()
