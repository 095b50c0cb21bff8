# options: {from = ["pkg.job"], into = "pkg.config", defaults = "from", leave = "nothing"}
# file: pkg/__init__.py
# file: pkg/config.py
from dataclasses import dataclass


@dataclass
class CacheConfig:
    size: int = 1  # in MB
# file: pkg/job.py
from dataclasses import dataclass


@dataclass
class CacheConfig:
    size: int = 2
# file: user.py
from pkg.job import CacheConfig
# after
# file: pkg/__init__.py
# file: pkg/config.py
from dataclasses import dataclass


@dataclass
class CacheConfig:
    size: int = 2  # in MB
# file: user.py
from pkg.config import CacheConfig
