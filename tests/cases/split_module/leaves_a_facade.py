# options: {module = "pkg.big", into = {"pkg.one" = ["f"], "pkg.two" = ["*"]}, leave = "reexport"}
# file: pkg/__init__.py
# file: pkg/big.py
"""Much."""

__all__ = ["f", "g"]


def f(): ...


def g():
    return f, _h


def _h(): ...
# file: user.py
from pkg.big import *

f(), g()
# after
# file: pkg/__init__.py
# file: pkg/big.py
"""Much."""

from pkg.one import f
from pkg.two import _h as _h, g

__all__ = ["f", "g"]
# file: pkg/one.py
__all__ = ["f"]


def f(): ...
# file: pkg/two.py
from pkg.one import f

__all__ = ["g"]


def g():
    return f, _h


def _h(): ...
# file: user.py
from pkg.big import *
from pkg.two import g
from pkg.one import f

f(), g()
