# options: {paths = ["pkg/old.py"]}
# refuses: never-worked
# file: pkg/__init__.py
# file: pkg/old.py
"""Moved to pkg.gone."""
from pkg.gone import load
# file: pkg/user.py
def use():
    from pkg.old import load

    return load()
