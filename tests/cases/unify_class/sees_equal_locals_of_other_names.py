# options: {keep = "core.Cache", drop = ["old.Cache"], level = "renamed", leave = "nothing"}
# file: core.py
class Cache:
    def get(self, keys):
        found = [key for key in keys if key]
        for item in found:
            self.last = item
        return found
# file: old.py
class Cache:
    def get(self, keys):
        result = [k for k in keys if k]
        for x in result:
            self.last = x
        return result
# file: user.py
from old import Cache
# after
# file: core.py
class Cache:
    def get(self, keys):
        found = [key for key in keys if key]
        for item in found:
            self.last = item
        return found
# file: old.py
# file: user.py
from core import Cache
