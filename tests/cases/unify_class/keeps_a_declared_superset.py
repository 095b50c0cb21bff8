# options: {keep = "core.Cache", drop = ["old.Cache"], superset = true, bodies = "kept", leave = "nothing"}
# notes: the kept class's bodies count from now on: `__init__`: another body; `get`: another body
# file: core.py
class Cache:
    kind = "new"

    def __init__(self, size=1, *, limit=None):
        self.size = size
        self.limit = limit

    def get(self, key, default=None):
        return self.limit or default

    def __len__(self):
        return self.size
# file: old.py
class Cache:
    kind = "new"

    def __init__(self, size):
        self.size = size
        self._secret = 1

    def get(self, key):
        return self._secret
# file: user.py
from old import Cache


class Sub(Cache):
    pass
# after
# file: core.py
class Cache:
    kind = "new"

    def __init__(self, size=1, *, limit=None):
        self.size = size
        self.limit = limit

    def get(self, key, default=None):
        return self.limit or default

    def __len__(self):
        return self.size
# file: old.py
# file: user.py
from core import Cache


class Sub(Cache):
    pass
