# options: {paths = ["pkg/old.py"], early = true}
# file: pkg/__init__.py
# file: pkg/one.py
def load():
    pass
# file: pkg/two.py
def write():
    pass
# file: pkg/old.py
"""Deprecated: kept for those who have not moved."""

import warnings

from pkg.one import load
from pkg.two import write as save

warnings.warn("use pkg.one and pkg.two", DeprecationWarning, stacklevel=2)
# file: pkg/user.py
from pkg.old import load, save


def use():
    return load(), save()
# after
# file: pkg/__init__.py
# file: pkg/one.py
def load():
    pass
# file: pkg/two.py
def write():
    pass
# file: pkg/user.py
from pkg.one import load
from pkg.two import write


def use():
    return load(), write()
