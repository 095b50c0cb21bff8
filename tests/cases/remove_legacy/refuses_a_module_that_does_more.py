# options: {paths = ["pkg/old.py"]}
# refuses: no-shim
# file: pkg/__init__.py
# file: pkg/old.py
"""Deprecated."""
from json import loads


def load(text):
    return loads(text)
