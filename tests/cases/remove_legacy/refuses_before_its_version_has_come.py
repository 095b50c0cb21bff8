# options: {paths = ["pkg/old.py"]}
# version: 1.9
# refuses: too-early
# file: pkg/__init__.py
# file: pkg/real.py
def load():
    pass
# file: pkg/old.py
"""Moved to pkg.real."""
import warnings

from pkg.real import load

warnings.warn("pkg.old will be removed in 2.0", DeprecationWarning, stacklevel=2)
