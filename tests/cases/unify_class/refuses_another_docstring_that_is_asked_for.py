# options: {keep = "core.Cache", drop = ["old.Cache"]}
# refuses: other-docstring
# file: core.py
class Cache:
    """One."""

    def get(self):
        return self.__doc__
# file: old.py
class Cache:
    """Another."""

    def get(self):
        return self.__doc__
