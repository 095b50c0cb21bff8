# options: {keep = "core.Cache", drop = ["old.Cache"], superset = true}
# refuses: slots
# file: core.py
class Cache:
    __slots__ = ("key",)

    def get(self):
        return 1
# file: old.py
class Cache:
    def get(self):
        return 1
