# options: {keep = "pkg.core.Cache", drop = ["pkg.old.Cache"], leave = "nothing", cycles = "inside-functions"}
# file: pkg/__init__.py
# file: pkg/core.py
from pkg.old import path


class Cache:
    def get(self):
        return 1


print(path())
# file: pkg/old.py
class Cache:
    def get(self):
        return 1


def path():
    return 1


def make():
    return Cache()
# after
# file: pkg/__init__.py
# file: pkg/core.py
from pkg.old import path


class Cache:
    def get(self):
        return 1


print(path())
# file: pkg/old.py
def path():
    return 1


def make():
    from pkg.core import Cache

    return Cache()
