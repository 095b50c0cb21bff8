# options: {into = "pkg.roots", root = "PkgError", families = {memory = ["pkg.new.OutOfMemory"]}, alias = {"pkg.old.NoMemory" = "pkg.new.OutOfMemory"}}
# notes: the docstring of `pkg.old.NoMemory` goes with the class
# file: pkg/__init__.py
from .old import NoMemory as NoMemory
# file: pkg/new.py
class OutOfMemory(MemoryError):
    """The one."""
# file: pkg/old.py
import os

__all__ = ["NoMemory"]


# nobody raises it
class NoMemory(MemoryError):
    """Another."""


def f():
    return os
# after
# file: pkg/__init__.py
from .old import NoMemory as NoMemory
# file: pkg/new.py
from pkg.roots import PkgMemoryError


class OutOfMemory(MemoryError, PkgMemoryError):
    """The one."""
# file: pkg/old.py
import os

from pkg.new import OutOfMemory

__all__ = ["NoMemory"]


# nobody raises it
NoMemory = OutOfMemory


def f():
    return os
# file: pkg/roots.py
"""The exceptions below `PkgError`."""


class PkgError(Exception):
    """Root of these exceptions: `except PkgError` catches them all."""


class PkgMemoryError(PkgError):
    """The family `memory` of PkgError."""
