# options: {keep = "pkg.core.Cache", drop = ["pkg.old.OldCache"], leave = "compat"}
# file: pkg/__init__.py
# file: pkg/core.py
class Cache:
    def copy(self):
        return Cache()
# file: pkg/old.py
__all__ = ["OldCache", "path"]


class OldCache:
    def copy(self):
        return OldCache()


def path() -> "OldCache":
    return OldCache()
# file: user.py
from pkg.old import OldCache

OldCache().copy()
# file: stars.py
from pkg.old import *

cache = OldCache()
# after
# file: pkg/__init__.py
# file: pkg/core.py
class Cache:
    def copy(self):
        return Cache()
# file: pkg/old.py
from pkg.core import Cache

__all__ = ["OldCache", "path"]


def path() -> "Cache":
    return Cache()


_MOVED = {
    "OldCache": ("pkg.core.Cache", ""),
}

TYPE_CHECKING = False  # type checkers take it for true
if TYPE_CHECKING:
    from pkg.core import (
        Cache as _OldCache,
    )
    OldCache = _OldCache
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
# file: stars.py
from pkg.old import *
from pkg.core import Cache

cache = Cache()
# file: user.py
from pkg.core import Cache

Cache().copy()
