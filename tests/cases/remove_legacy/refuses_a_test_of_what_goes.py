# options: {paths = ["pkg/old.py"], early = true}
# refuses: tested-shim
# file: pkg/__init__.py
# file: pkg/real.py
def load():
    return 1
# file: pkg/old.py
"""Moved to pkg.real."""
from pkg.real import load
# file: tests/test_old.py
import importlib


def test_the_old_place():
    assert importlib.import_module("pkg.old").load() == 1
