# options: {keep = "core.Cache", drop = ["old.Cache"], superset = true, bodies = "kept"}
# refuses: other-signature
# file: core.py
class Cache:
    @property
    def size(self):
        return 1
# file: old.py
class Cache:
    def size(self):
        return 1
