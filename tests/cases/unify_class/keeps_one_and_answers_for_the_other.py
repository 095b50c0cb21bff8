# options: {keep = "pkg.core.Cache", drop = ["pkg.old.Cache"], remove_in = "2.0"}
# file: pkg/__init__.py
# file: pkg/core.py
"""The real one."""


class Cache:
    """A cache."""

    def __init__(self, size: int = 10) -> None:
        self.size = size

    def get(self, key):
        return self.size, key

    def grow(self):
        self.size += 1
# file: pkg/old.py
"""The old one."""

import os
import sys


class Cache:
    """An older cache."""

    def __init__(self, size=10):
        self.size = size  # how many

    def get(self, key):
        return self.size, key


def path():
    return sys.path
# file: user.py
from pkg.old import Cache, path

print(Cache().get("a"), path())
# file: other.py
import pkg.old

cache = pkg.old.Cache(3)
# after
# file: other.py
import pkg.core

cache = pkg.core.Cache(3)
# file: pkg/__init__.py
# file: pkg/core.py
"""The real one."""


class Cache:
    """A cache."""

    def __init__(self, size: int = 10) -> None:
        self.size = size

    def get(self, key):
        return self.size, key

    def grow(self):
        self.size += 1
# file: pkg/old.py
"""The old one."""

import os
import sys


def path():
    return sys.path


_MOVED = {
    "Cache": ("pkg.core.Cache", "2.0"),
}

TYPE_CHECKING = False  # type checkers take it for true
if TYPE_CHECKING:
    from pkg.core import (
        Cache as Cache,
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
from pkg.old import path
from pkg.core import Cache

print(Cache().get("a"), path())
