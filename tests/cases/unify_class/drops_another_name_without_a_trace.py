# options: {keep = "pkg.core.Cache", drop = ["pkg.old.OldCache"], leave = "nothing"}
# file: pkg/__init__.py
# file: pkg/core.py
class Cache:
    def copy(self):
        return Cache()
# file: pkg/old.py
from pkg.core import Cache

__all__ = ["OldCache", "make"]


class OldCache:
    def copy(self):
        return OldCache()


def make():
    return Cache(), OldCache()
# file: user.py
from pkg.core import Cache
from pkg.old import OldCache

pair = Cache(), OldCache()
# after
# file: pkg/__init__.py
# file: pkg/core.py
class Cache:
    def copy(self):
        return Cache()
# file: pkg/old.py
from pkg.core import Cache

__all__ = ["make"]


def make():
    return Cache(), Cache()
# file: user.py
from pkg.core import Cache, Cache as OldCache

pair = Cache(), OldCache()
