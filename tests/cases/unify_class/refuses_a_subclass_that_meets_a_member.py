# options: {keep = "core.Cache", drop = ["old.Cache"]}
# refuses: member-meets
# file: core.py
class Cache:
    def get(self):
        return 1

    def grow(self):
        return self.get()
# file: old.py
class Cache:
    def get(self):
        return 1
# file: user.py
from old import Cache


class Mine(Cache):
    def grow(self, by):
        return by
