"""Moved to `pkg.new`. The old names still work; this module goes in 2.0."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pkg.new import (
        New as Old,
    )

_MOVED_TO = "pkg.new"
_NAMES = {
    "Old": "New",
    "_hidden": "_hidden",
}

__all__ = [
    "Old",
]


def __getattr__(name: str) -> object:
    if name not in _NAMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import importlib
    import warnings

    new_name = _NAMES[name]
    warnings.warn(
        f"{__name__}.{name} is deprecated and goes in 2.0: use {_MOVED_TO}.{new_name}",
        DeprecationWarning,
        stacklevel=2,
    )
    return getattr(importlib.import_module(_MOVED_TO), new_name)


def __dir__() -> list[str]:
    return sorted([*globals(), *_NAMES])
