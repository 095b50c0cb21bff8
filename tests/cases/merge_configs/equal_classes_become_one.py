# options: {from = ["pkg.job.config"], into = "pkg.core.config"}
# file: pkg/__init__.py
# file: pkg/core/__init__.py
# file: pkg/core/config.py
from dataclasses import dataclass


@dataclass
class CacheConfig:
    """Ours."""

    size: int = 1
    path: str = "cache"

    def room(self):
        return self.size
# file: pkg/job/__init__.py
# file: pkg/job/config.py
from dataclasses import dataclass


@dataclass
class CacheConfig:
    """Theirs."""

    size: int = 1
    path: str = "cache"

    def room(self):
        return self.size


@dataclass
class JobConfig:
    cache: CacheConfig
# file: user.py
from pkg.job.config import CacheConfig, JobConfig

JobConfig(CacheConfig())
# after
# file: pkg/__init__.py
# file: pkg/core/__init__.py
# file: pkg/core/config.py
from dataclasses import dataclass


@dataclass
class CacheConfig:
    """Ours."""

    size: int = 1
    path: str = "cache"

    def room(self):
        return self.size


@dataclass
class JobConfig:
    cache: CacheConfig
# file: pkg/job/__init__.py
# file: pkg/job/config.py
"""Moved to `pkg.core.config`. The old names still work, and warn."""

from typing import TYPE_CHECKING

_MOVED = {
    "CacheConfig": ("pkg.core.config.CacheConfig", ""),
    "JobConfig": ("pkg.core.config.JobConfig", ""),
}

__all__ = [
    "CacheConfig",
    "JobConfig",
]

if TYPE_CHECKING:
    from pkg.core.config import (
        CacheConfig as CacheConfig,
        JobConfig as JobConfig,
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
from pkg.core.config import CacheConfig, JobConfig

JobConfig(CacheConfig())
