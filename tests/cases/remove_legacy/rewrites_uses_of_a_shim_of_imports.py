# options: {paths = ["pkg/legacy/old.py"]}
# version: 2.0
# file: pkg/__init__.py
# file: pkg/real.py
def load():
    pass


def save():
    pass
# file: pkg/legacy/__init__.py
"""Old places."""
# file: pkg/legacy/old.py
"""Moved to pkg.real."""

import warnings

from ..real import load, save

__all__ = ["load", "save"]

warnings.warn("pkg.legacy.old goes in 2.0, import pkg.real", DeprecationWarning, stacklevel=2)
# file: pkg/user.py
import pkg.legacy.old as old
from .legacy.old import load as loading
from .legacy import old as module

try:
    from pkg.legacy.old import save
except ImportError:
    save = None


def use():
    return old.load(), loading(), module.save(), save()
# file: tests/test_user.py
from unittest import mock


def patched():
    with mock.patch("pkg.legacy.old.load"):
        pass
# after
# file: pkg/__init__.py
# file: pkg/real.py
def load():
    pass


def save():
    pass
# file: pkg/user.py
import pkg.real as old
from .real import load as loading
from . import real as module

try:
    from pkg.real import save
except ImportError:
    save = None


def use():
    return old.load(), loading(), module.save(), save()
# file: tests/test_user.py
from unittest import mock


def patched():
    with mock.patch("pkg.real.load"):
        pass
