# options: {paths = ["pkg/old.py"], early = true}
# refuses: still-used
# file: pkg/__init__.py
# file: pkg/real.py
def load():
    return 1
# file: pkg/old.py
"""Moved to pkg.real."""
from pkg.real import load
# file: pkg/user.py
from pkg.old import load

CODE = "\nfrom pkg.old import load\n"
