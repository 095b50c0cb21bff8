# options: {paths = ["pkg/old.py"]}
# refuses: too-early
# file: pkg/__init__.py
# file: pkg/real.py
def load():
    pass
# file: pkg/old.py
"""Moved to pkg.real."""
import warnings

from pkg.real import load

warnings.warn("pkg.old is dropped with 2.0", DeprecationWarning, stacklevel=2)
