# options: {keep = "core.Cache", drop = ["old.Cache"], leave = "nothing", superset = true}
# notes: `__len__`: Python asks for it by itself
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
# after
# file: core.py
class Cache:
    def get(self):
        return 1

    def __len__(self):
        return 0
# file: old.py
