# options: {keep = "pkg.core.Cache", drop = ["pkg.old.Cache"], leave = "reexport"}
# file: pkg/__init__.py
# file: pkg/core.py
class Cache:
    def get(self, key):
        return key
# file: pkg/old.py
__all__ = ["Cache", "path"]


class Cache:
    def get(self, key):
        return key


def path():
    return Cache()
# after
# file: pkg/__init__.py
# file: pkg/core.py
class Cache:
    def get(self, key):
        return key
# file: pkg/old.py
from pkg.core import Cache

__all__ = ["Cache", "path"]


def path():
    return Cache()
