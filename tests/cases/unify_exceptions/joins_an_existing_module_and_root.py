# options: {into = "pkg.errors", root = "PkgError", families = {storage = ["pkg.disk.Full"]}}
# file: pkg/__init__.py
# file: pkg/errors.py
"""Errors."""

__all__ = ["PkgError", "Other"]


class PkgError(Exception):
    """The root that is there."""


class Other(PkgError):
    def __str__(self):
        return "other"
# file: pkg/disk.py
from .errors import Other


class Full(OSError):
    pass


def f():
    raise Other
# after
# file: pkg/__init__.py
# file: pkg/disk.py
from .errors import Other, PkgStorageError


class Full(OSError, PkgStorageError):
    pass


def f():
    raise Other
# file: pkg/errors.py
"""Errors."""

__all__ = ["PkgError", "Other", "PkgStorageError"]


class PkgError(Exception):
    """The root that is there."""


class PkgStorageError(PkgError):
    """The family `storage` of PkgError."""


class Other(PkgError):
    def __str__(self):
        return "other"
