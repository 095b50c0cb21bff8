# options: {keep = "pkg.core.Cache", drop = ["pkg.core.Store"], leave = "reexport"}
# file: pkg/__init__.py
# file: pkg/core.py
__all__ = ["Cache", "Store"]


class Cache:
    def path(self):
        return 1


class Store:
    def path(self):
        return 1
# file: user.py
from pkg.core import *

print(Store, Cache)
# after
# file: pkg/__init__.py
# file: pkg/core.py
__all__ = ["Cache", "Store"]


class Cache:
    def path(self):
        return 1


Store = Cache
# file: user.py
from pkg.core import *

print(Cache, Cache)
