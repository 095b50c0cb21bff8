# options: {keep = "core.Cache", drop = ["old.Cache"], leave = "nothing"}
# notes: `__name__` is `core` from now on
# file: core.py
class Cache:
    def get(self):
        return __name__
# file: old.py
class Cache:
    def get(self):
        return __name__
# after
# file: core.py
class Cache:
    def get(self):
        return __name__
# file: old.py
