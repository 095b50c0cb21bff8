# options: {into = "pkg.sub.roots", root = "PkgError", classes = ["pkg.errors.Mine"]}
# file: pkg/__init__.py
# file: pkg/base.py
x = 1
# file: pkg/errors.py
"""Doc."""

from __future__ import annotations

from .base import x


class Mine(Exception):
    """Mine."""
# after
# file: pkg/__init__.py
# file: pkg/base.py
x = 1
# file: pkg/errors.py
"""Doc."""

from __future__ import annotations

from .base import x
from .sub.roots import PkgError


class Mine(PkgError):
    """Mine."""
# file: pkg/sub/__init__.py
# file: pkg/sub/roots.py
"""The exceptions below `PkgError`."""


class PkgError(Exception):
    """Root of these exceptions: `except PkgError` catches them all."""
