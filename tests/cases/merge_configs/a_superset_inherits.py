# options: {from = ["pkg.job"], into = "pkg.config"}
# notes: `pkg.job.CacheConfig` becomes `JobCacheConfig`
# file: pkg/__init__.py
# file: pkg/config.py
from dataclasses import dataclass


@dataclass
class CacheConfig:
    size: int = 1
    path: str = "cache"

    def room(self):
        return self.size

    def where(self):
        return self.path
# file: pkg/job.py
from dataclasses import dataclass


@dataclass
class CacheConfig:
    """Of a job."""

    size: int = 1
    path: str = "cache"  # below the job's folder
    ranks: int = 4

    def room(self):
        return self.size

    def all(self):
        return self.ranks * self.room()
# file: user.py
from pkg.job import CacheConfig

assert CacheConfig(1, "x", 3).all() == 3
# after
# file: pkg/__init__.py
# file: pkg/config.py
from dataclasses import dataclass


@dataclass
class CacheConfig:
    size: int = 1
    path: str = "cache"

    def room(self):
        return self.size

    def where(self):
        return self.path


@dataclass
class JobCacheConfig(CacheConfig):
    """Of a job."""

    path: str = "cache"  # below the job's folder
    ranks: int = 4

    def all(self):
        return self.ranks * self.room()
# file: pkg/job.py
"""Moved to `pkg.config`. The old names still work, and warn."""

from typing import TYPE_CHECKING

_MOVED = {
    "CacheConfig": ("pkg.config.JobCacheConfig", ""),
}

__all__ = [
    "CacheConfig",
]

if TYPE_CHECKING:
    from pkg.config import (
        JobCacheConfig as CacheConfig,
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
from pkg.config import JobCacheConfig

assert JobCacheConfig(1, "x", 3).all() == 3
