# options: {paths = ["pkg/old.py", "pkg/older.py"], early = true}
# file: pkg/__init__.py
# file: pkg/real.py
def load():
    pass
# file: pkg/old.py
"""Moved to pkg.real."""
from pkg.real import load
# file: pkg/older.py
"""Moved to pkg.old."""
from pkg.old import load
# file: pkg/user.py
from pkg.older import load


def use():
    return load()
# after
# file: pkg/__init__.py
# file: pkg/real.py
def load():
    pass
# file: pkg/user.py
from pkg.real import load


def use():
    return load()
