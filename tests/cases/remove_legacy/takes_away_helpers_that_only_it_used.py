# options: {paths = ["pkg/legacy/old.py"], early = true}
# file: pkg/__init__.py
# file: pkg/real.py
def load():
    pass
# file: pkg/legacy/__init__.py
# file: pkg/legacy/_warning.py
import warnings


def deprecated_module(name):
    warnings.warn(name, DeprecationWarning, stacklevel=3)
# file: pkg/legacy/old.py
"""Moved to pkg.real."""

from pkg.legacy._warning import deprecated_module
from pkg.real import load

deprecated_module(__name__)
# file: pkg/user.py
from pkg.legacy.old import load
# after
# file: pkg/__init__.py
# file: pkg/real.py
def load():
    pass
# file: pkg/user.py
from pkg.real import load
