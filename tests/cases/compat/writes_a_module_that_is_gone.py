# options: {moves = {"pkg.old" = "pkg.new"}, remove_in = "2.0"}
# file: pkg/__init__.py
"""A library."""

from pkg.new import f
# file: pkg/new.py
import json

LIMIT = 3


class Thing:
    pass


def f():
    return json.dumps(LIMIT)


def _private():
    pass
# after
# file: pkg/__init__.py
"""A library."""

from pkg.new import f
from pkg import old as old
# file: pkg/new.py
import json

LIMIT = 3


class Thing:
    pass


def f():
    return json.dumps(LIMIT)


def _private():
    pass
# file: pkg/old.py
"""Moved to `pkg.new`. The old names still work, and warn."""

from typing import TYPE_CHECKING

_MOVED = {
    "LIMIT": ("pkg.new.LIMIT", "2.0"),
    "Thing": ("pkg.new.Thing", "2.0"),
    "_private": ("pkg.new._private", "2.0"),
    "f": ("pkg.new.f", "2.0"),
}

__all__ = [
    "LIMIT",
    "Thing",
    "f",
]

if TYPE_CHECKING:
    from pkg.new import (
        LIMIT as LIMIT,
        Thing as Thing,
        f as f,
        _private as _private,
    )
else:

    def __getattr__(name: str) -> object:
        if name not in _MOVED:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        import importlib
        import warnings

        new, version = _MOVED[name]
        module, _, attribute = new.rpartition(".")
        value = getattr(importlib.import_module(module), attribute)
        warnings.warn(
            f"{__name__}.{name} is deprecated and goes in {version or 'a future version'}: use {new}",
            DeprecationWarning,
            stacklevel=2,
        )
        return value


def __dir__() -> list[str]:
    return sorted([*globals(), *_MOVED])
