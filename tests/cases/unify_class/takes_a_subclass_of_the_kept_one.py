# options: {keep = "core.Cache", drop = ["old.Small"], leave = "nothing"}
# file: core.py
class Cache:
    def get(self):
        return 1
# file: old.py
from core import Cache


class Small(Cache):
    def get(self):
        return 1


def make():
    return Small(), Cache()
# file: user.py
from old import Small

Small().get()
# after
# file: core.py
class Cache:
    def get(self):
        return 1
# file: old.py
from core import Cache


def make():
    return Cache(), Cache()
# file: user.py
from core import Cache

Cache().get()
