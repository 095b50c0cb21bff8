# options: {keep = "core.Cache", drop = ["old.Cache"], level = "renamed", superset = true, bodies = "kept"}
# refuses: other-signature
# file: core.py
class Cache:
    def get(self, name):
        return name
# file: old.py
class Cache:
    def get(self, key):
        return key
