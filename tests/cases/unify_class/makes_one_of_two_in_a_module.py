# options: {keep = "pkg.core.Cache", drop = ["pkg.core.Store"], leave = "nothing"}
# file: pkg/__init__.py
# file: pkg/core.py
import os
import sys

__all__ = ["Cache", "Store"]


class Cache:
    def path(self):
        return sys.path


class Store:
    def path(self):
        return sys.path


class More(Store):
    pass
# file: user.py
from pkg.core import Cache, Store

print(Cache, Store)
# file: other.py
from pkg.core import Store

print(Store)
# after
# file: other.py
from pkg.core import Cache

print(Cache)
# file: pkg/__init__.py
# file: pkg/core.py
import os
import sys

__all__ = ["Cache"]


class Cache:
    def path(self):
        return sys.path


class More(Cache):
    pass
# file: user.py
from pkg.core import Cache, Cache as Store

print(Cache, Store)
