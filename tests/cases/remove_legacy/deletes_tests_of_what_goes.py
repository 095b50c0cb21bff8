# options: {paths = ["pkg/old.py"], tests = "delete", early = true}
# file: pkg/__init__.py
# file: pkg/real.py
def load():
    return 1
# file: pkg/old.py
"""Moved to pkg.real."""
import warnings

from pkg.real import load

warnings.warn("pkg.old is deprecated", DeprecationWarning, stacklevel=2)
# file: tests/test_old.py
import importlib
import warnings


def test_the_old_place_warns():
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        importlib.import_module("pkg.old")
    assert seen
# file: tests/test_both.py
import importlib

from pkg.old import load


def test_it_loads():
    assert load() == 1


def test_the_same_object():
    assert importlib.import_module("pkg.old").load is load
# after
# file: pkg/__init__.py
# file: pkg/real.py
def load():
    return 1
# file: tests/test_both.py
from pkg.real import load


def test_it_loads():
    assert load() == 1
