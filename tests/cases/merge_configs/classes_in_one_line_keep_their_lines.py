# options: {from = ["pkg.job"], into = "pkg.config"}
# file: pkg/__init__.py
# file: pkg/config.py
class Limits: size = 1
# file: pkg/job.py
class Limits: size = 1; depth = 2
# after
# file: pkg/__init__.py
# file: pkg/config.py
class Limits: size = 1


class JobLimits(Limits): size = 1; depth = 2
# file: pkg/job.py
"""Moved to `pkg.config`. The old names still work, and warn."""

from typing import TYPE_CHECKING

_MOVED = {
    "Limits": ("pkg.config.JobLimits", ""),
}

__all__ = [
    "Limits",
]

if TYPE_CHECKING:
    from pkg.config import (
        JobLimits as Limits,
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
