# options: {paths = ["pkg/old.py"], early = true}
# file: pkg/__init__.py
# file: pkg/real.py
def load():
    pass
# file: pkg/old.py
"""Moved to pkg.real."""

import sys

from . import real

sys.modules[__name__] = real
# file: pkg/user.py
from pkg import old
from pkg.old import load


def use():
    return old.load(), load()
# after
# file: pkg/__init__.py
# file: pkg/real.py
def load():
    pass
# file: pkg/user.py
from pkg import real
from pkg.real import load


def use():
    return real.load(), load()
