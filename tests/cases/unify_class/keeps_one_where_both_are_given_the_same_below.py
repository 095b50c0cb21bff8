# options: {keep = "core.Cache", drop = ["old.Cache"], leave = "nothing"}
# file: core.py
class Cache:
    def get(self):
        return self.limit


Cache.limit = 3
# file: old.py
class Cache:
    def get(self):
        return self.limit


Cache.limit = 3
# after
# file: core.py
class Cache:
    def get(self):
        return self.limit


Cache.limit = 3
# file: old.py
