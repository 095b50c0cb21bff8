# options: {keep = "core.Cache", drop = ["old.Cache"]}
# refuses: given-class
# file: core.py
class Cache:
    known = {}

    def get(self, key):
        return self.known[key]
# file: old.py
class Cache:
    known = {}

    def get(self, key):
        return self.known[key]


Cache.limit = 3
print(Cache.get)
