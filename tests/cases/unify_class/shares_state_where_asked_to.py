# options: {keep = "core.Cache", drop = ["old.Cache"], leave = "nothing", state = "shared"}
# notes: the class attribute `known` is written here
# file: core.py
class Cache:
    known = {}

    def get(self, key):
        self.known[key] = 1
# file: old.py
class Cache:
    known = {}

    def get(self, key):
        self.known[key] = 1
# file: user.py
from old import Cache
# after
# file: core.py
class Cache:
    known = {}

    def get(self, key):
        self.known[key] = 1
# file: old.py
# file: user.py
from core import Cache
