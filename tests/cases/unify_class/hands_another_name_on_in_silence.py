# options: {keep = "pkg.core.Cache", drop = ["pkg.old.OldCache"], leave = "reexport"}
# file: pkg/__init__.py
from .old import OldCache

__all__ = ["OldCache"]
# file: pkg/core.py
class Cache:
    def copy(self):
        return Cache()
# file: pkg/old.py
__all__ = ["OldCache"]


class OldCache:
    def copy(self):
        return OldCache()


default = OldCache()
# file: user.py
import pkg
from pkg import OldCache

assert pkg.OldCache is OldCache
# after
# file: pkg/__init__.py
from .core import Cache as OldCache
from . import old as old

__all__ = ["OldCache"]
# file: pkg/core.py
class Cache:
    def copy(self):
        return Cache()
# file: pkg/old.py
from pkg.core import Cache

__all__ = ["OldCache"]


default = Cache()


OldCache = Cache
# file: user.py
import pkg
from pkg import OldCache

assert pkg.OldCache is OldCache
