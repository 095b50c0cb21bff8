"""Moved to `pkg.b`. The old names still work, and warn."""

from typing import TYPE_CHECKING

_MOVED = {
    "Alt": ("pkg.b.Neu", ""),
}

__all__ = [
    "Alt",
]

if TYPE_CHECKING:
    from pkg.b import (
        Neu as Alt,
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
