# options: {from = ["pkg.train_config"], into = "pkg.config"}
# file: pkg/__init__.py
# file: pkg/config.py
class Limits:
    low = 1
    high = 2
# file: pkg/train_config.py
class Limits:
    low = 1
    steps = 3
# after
# file: pkg/__init__.py
# file: pkg/config.py
class Limits:
    low = 1
    high = 2


class TrainLimits:
    low = 1
    steps = 3
# file: pkg/train_config.py
"""Moved to `pkg.config`. The old names still work, and warn."""

from typing import TYPE_CHECKING

_MOVED = {
    "Limits": ("pkg.config.TrainLimits", ""),
}

__all__ = [
    "Limits",
]

if TYPE_CHECKING:
    from pkg.config import (
        TrainLimits as Limits,
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
