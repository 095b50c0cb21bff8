# options: {paths = ["pkg/old.py"], early = true}
# refuses: not-followed
# file: pkg/__init__.py
# file: pkg/one.py
def load():
    pass
# file: pkg/two.py
def save():
    pass
# file: pkg/old.py
"""Deprecated."""
import warnings

from pkg.one import load
from pkg.two import save

warnings.warn("gone soon", DeprecationWarning, stacklevel=2)
# file: pkg/user.py
from pkg.old import *
