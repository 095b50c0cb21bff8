# options: {rename = {"pkg.a.old" = "new"}}
# refuses: unproven-reference
# file: pkg/__init__.py
import importlib
import sys

TABLE = {"pkg.a": ["old"]}


class Lazy(type(sys)):
    def __getattr__(self, name):
        for module, names in TABLE.items():
            if name in names:
                return getattr(importlib.import_module(module), name)
        raise AttributeError(name)


sys.modules[__name__].__class__ = Lazy
# file: pkg/a.py
def old(): ...
