# options: {keep = "core.Cache", drop = ["core.Store"]}
# refuses: order
# file: core.py
class Store:
    def get(self):
        return 1


class Sub(Store):
    pass


class Cache:
    def get(self):
        return 1
