# options: {keep = "core.Cache", drop = ["old.Cache"]}
# refuses: other-body
# file: core.py
KNOWN = {}


class Cache:
    def get(self, key):
        return KNOWN[key]
# file: old.py
KNOWN = {}


class Cache:
    def get(self, key):
        return KNOWN[key]
