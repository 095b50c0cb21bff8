# options: {paths = ["pkg/old.py"], early = true}
# file: pkg/__init__.py
"""The project."""
# file: pkg/old.py
"""Moved to real."""
from real import load
# file: real.py
def load():
    return 1
# after
# file: pkg/__init__.py
"""The project."""
# file: real.py
def load():
    return 1
