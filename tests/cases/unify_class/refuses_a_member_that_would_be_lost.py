# options: {keep = "core.Cache", drop = ["old.Cache"], superset = true, bodies = "kept"}
# refuses: missing-member
# file: core.py
class Cache:
    def get(self):
        return 1
# file: old.py
class Cache:
    def get(self):
        return 1

    def put(self, key):
        self.key = key
