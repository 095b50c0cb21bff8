# options: {keep = "core.Cache", drop = ["old.Cache"], superset = true}
# refuses: other-body
# file: core.py
class Cache:
    def get(self):
        return 1
# file: old.py
class Cache:
    def get(self):
        return 2
