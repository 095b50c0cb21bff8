# options: {keep = "core.Cache", drop = ["old.Store"]}
# refuses: name-taken
# file: core.py
class Cache:
    def get(self):
        return 1
# file: old.py
Cache = dict


class Store:
    def get(self):
        return 1
