# options: {keep = "core.Cache", drop = ["old.Cache"], superset = true, bodies = "kept"}
# refuses: private-member
# file: core.py
class Cache:
    def __init__(self):
        self.items = []
# file: old.py
class Cache:
    def __init__(self):
        self._items = []
# file: user.py
from old import Cache

print(Cache()._items)
