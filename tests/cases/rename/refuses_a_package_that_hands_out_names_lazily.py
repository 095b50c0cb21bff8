# options: {rename = {"pkg.a.old" = "new"}}
# refuses: unproven-reference
# file: pkg/__init__.py
NAMES = {"old": ".a"}


def __getattr__(name):
    import importlib

    return getattr(importlib.import_module(NAMES[name], __name__), name)
# file: pkg/a.py
def old(): ...
