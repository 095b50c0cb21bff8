# options: {paths = ["pkg/old.py"]}
# refuses: never-worked
# import: no
# file: pkg/__init__.py
# file: pkg/old.py
"""Moved to pkg.gone."""
from pkg.gone import load
# file: pkg/user.py
def use(items):
    try:
        items.append(1)
        from pkg.old import load
    except ImportError:
        load = None
    return load
