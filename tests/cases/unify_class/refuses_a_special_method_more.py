# options: {keep = "core.Cache", drop = ["old.Cache"]}
# refuses: more-members
# file: core.py
class Cache:
    def get(self):
        return 1

    def __len__(self):
        return 0
# file: old.py
class Cache:
    def get(self):
        return 1
