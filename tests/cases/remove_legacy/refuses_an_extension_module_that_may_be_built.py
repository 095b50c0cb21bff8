# options: {paths = ["pkg/old.py"]}
# refuses: never-warned
# import: no
# file: pkg/__init__.py
# file: pkg/fast.pyx
def load():
    return 1
# file: pkg/old.py
"""Moved to pkg.fast."""
from pkg.fast import load
# file: pkg/user.py
try:
    from pkg.old import load
except ImportError:
    load = None
