# options: {paths = ["pkg/endless.py"]}
# refuses: never-worked
# file: pkg/__init__.py
# file: pkg/endless.py
"""The old model, obsolete."""
import sys


def __getattr__(name):
    return getattr(sys.modules[__name__], name)
# file: pkg/user.py
from pkg import endless


def use(items):
    try:
        return items.pop(), endless.gain(items)
    except RecursionError:
        return None
