# options: {rename = {"pkg.a.old" = "new"}}
# refuses: unproven-reference
# file: pkg/__init__.py
# file: pkg/a.py
def old(): ...
# file: use.py
from importlib import import_module


def f():
    return import_module("pkg.a").old()
