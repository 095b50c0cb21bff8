# options: {paths = ["pkg/old.py"], early = true}
# refuses: unknown-names
# file: pkg/__init__.py
# file: pkg/old.py
"""Deprecated."""
import importlib


def __getattr__(name):
    return importlib.import_module(f"pkg.{name}")
# file: pkg/real.py
# file: pkg/user.py
from pkg.old import real
