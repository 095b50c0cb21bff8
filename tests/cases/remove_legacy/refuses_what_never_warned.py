# options: {paths = ["pkg/old.py"]}
# refuses: never-warned
# file: pkg/__init__.py
# file: pkg/real.py
def load():
    pass
# file: pkg/old.py
"""Moved to pkg.real."""
from pkg.real import load
