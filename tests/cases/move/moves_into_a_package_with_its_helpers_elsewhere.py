# options: {symbols = ["pkg.a.f"], into = "pkg.sub"}
# file: pkg/__init__.py
# file: pkg/a.py
from .c import helper


def f():
    from . import c
    return helper(), c


def g(): ...
# file: pkg/c.py
def helper(): ...
# file: pkg/sub/__init__.py
"""Sub."""
# file: pkg/sub/x.py
# file: user.py
import pkg.a
pkg.a.f()
# after
# file: pkg/__init__.py
# file: pkg/a.py
def g(): ...
# file: pkg/c.py
def helper(): ...
# file: pkg/sub/__init__.py
"""Sub."""

from ..c import helper


def f():
    from .. import c
    return helper(), c
# file: pkg/sub/x.py
# file: user.py
import pkg.sub
pkg.sub.f()
