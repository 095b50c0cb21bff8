# options: {from = ["pkg.job"], into = "pkg.config", rename = {CacheConfig = "JobCache"}, leave = "reexport"}
# file: pkg/__init__.py
# file: pkg/config.py
from dataclasses import dataclass


@dataclass
class CacheConfig:
    size: int = 1
    wait: float = 30.0
# file: pkg/job.py
from dataclasses import dataclass


@dataclass
class CacheConfig:
    size: int = 1
    wait: float = 120.0
    rank: int = 0
# after
# file: pkg/__init__.py
# file: pkg/config.py
from dataclasses import dataclass


@dataclass
class CacheConfig:
    size: int = 1
    wait: float = 30.0


@dataclass
class JobCache(CacheConfig):
    wait: float = 120.0
    rank: int = 0
# file: pkg/job.py
"""Moved to `pkg.config`."""

from pkg.config import (
    JobCache as CacheConfig,
)

__all__ = [
    "CacheConfig",
]
