# options: {symbols = ["pkg.f"], into = "pkg.deep.b"}
# file: pkg/__init__.py
"""The package."""

import os
from . import sub
from .sub import thing

__all__ = (
    "f",
    "g",  # g
    'thing',
)


def f():
    from . import sub as late
    return os, thing, sub, late


def g():
    return f()
# file: pkg/sub.py
thing = 1
# file: pkg/user.py
from . import f, g
# file: user.py
import pkg
from pkg import f as func
pkg.f(), pkg.g()
# after
# file: pkg/__init__.py
"""The package."""

import os
from . import sub
from .deep.b import f
from .sub import thing

__all__ = (
    "g",  # g
    'thing',
)


def g():
    return f()
# file: pkg/deep/__init__.py
# file: pkg/deep/b.py
import os

from .. import sub
from ..sub import thing

__all__ = ["f"]


def f():
    from .. import sub as late
    return os, thing, sub, late
# file: pkg/sub.py
thing = 1
# file: pkg/user.py
from . import g
from .deep.b import f
# file: user.py
import pkg
import pkg.deep.b
from pkg.deep.b import f as func
pkg.deep.b.f(), pkg.g()
