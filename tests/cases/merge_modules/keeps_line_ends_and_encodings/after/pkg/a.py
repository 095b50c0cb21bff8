"""Moved to `pkg.b`. The old names still work; this module goes in a future version."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pkg.b import (
        Neu as Alt,
    )

_MOVED_TO = "pkg.b"
_NAMES = {
    "Alt": "Neu",
}

__all__ = [
    "Alt",
]


def __getattr__(name: str) -> object:
    if name not in _NAMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import importlib
    import warnings

    new_name = _NAMES[name]
    warnings.warn(
        f"{__name__}.{name} is deprecated and goes in a future version: use {_MOVED_TO}.{new_name}",
        DeprecationWarning,
        stacklevel=2,
    )
    return getattr(importlib.import_module(_MOVED_TO), new_name)


def __dir__() -> list[str]:
    return sorted([*globals(), *_NAMES])
