# options: {rename = {"pkg.old" = "pkg.new"}, leave = "compat"}
# file: pkg/__init__.py
from pkg.user import use
# file: pkg/old.py
def f():
    return 1
# file: pkg/user.py
from .old import f


def use():
    return f()
# after
# file: pkg/__init__.py
from pkg.user import use
from pkg import old as old
# file: pkg/new.py
def f():
    return 1
# file: pkg/old.py
"""Moved to `pkg.new`. The old names still work, and warn."""

from typing import TYPE_CHECKING

_MOVED = {
    "f": ("pkg.new.f", ""),
}

__all__ = [
    "f",
]

if TYPE_CHECKING:
    from pkg.new import (
        f as f,
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
# file: pkg/user.py
from .new import f


def use():
    return f()
