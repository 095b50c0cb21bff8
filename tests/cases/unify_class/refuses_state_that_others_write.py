# options: {keep = "core.Cache", drop = ["old.Cache"]}
# refuses: shared-state
# file: core.py
class Cache:
    known = {}

    def get(self, key):
        return self.known[key]
# file: old.py
class Cache:
    known = {}

    def get(self, key):
        return self.known[key]
# file: user.py
import old

old.Cache.known["a"] = 1
