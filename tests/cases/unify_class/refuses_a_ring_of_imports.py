# options: {keep = "pkg.core.Cache", drop = ["pkg.old.Cache"], leave = "nothing"}
# refuses: import-cycle
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


class Sub(Cache):
    pass
