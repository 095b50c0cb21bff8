# options: {into = "pkg", root = "PkgError", classes = ["Mine"]}
# file: pkg/__init__.py
"""Pkg."""
# file: pkg/errors.py
class Mine(Exception): ...
# after
# file: pkg/__init__.py
"""Pkg."""


class PkgError(Exception):
    """Root of these exceptions: `except PkgError` catches them all."""
# file: pkg/errors.py
from pkg import PkgError


class Mine(PkgError): ...
