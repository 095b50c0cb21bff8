# options: {from = ["pkg.job"], into = "pkg.config", defaults = "keep"}
# file: pkg/__init__.py
# file: pkg/config.py
from dataclasses import dataclass, field


@dataclass
class CacheConfig:
    size: int = 1
    flags: list = field(default_factory=list)
# file: pkg/job.py
from dataclasses import dataclass, field


@dataclass
class CacheConfig:
    size: int = 2
    flags: list = field(default_factory=list)
# file: user.py
from pkg.job import CacheConfig
# after
# file: pkg/__init__.py
# file: pkg/config.py
from dataclasses import dataclass, field


@dataclass
class CacheConfig:
    size: int = 1
    flags: list = field(default_factory=list)
# file: pkg/job.py
"""Moved to `pkg.config`. The old names still work, and warn."""

from typing import TYPE_CHECKING

_MOVED = {
    "CacheConfig": ("pkg.config.CacheConfig", ""),
}

__all__ = [
    "CacheConfig",
]

if TYPE_CHECKING:
    from pkg.config import (
        CacheConfig as CacheConfig,
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
# file: user.py
from pkg.config import CacheConfig
