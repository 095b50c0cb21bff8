# options: {keep = "core.Cache", drop = ["old.Cache"]}
# refuses: shared-state
# file: core.py
class Cache:
    def get(self, key, seen=[]):
        seen.append(key)
        return seen
# file: old.py
class Cache:
    def get(self, key, seen=[]):
        seen.append(key)
        return seen
