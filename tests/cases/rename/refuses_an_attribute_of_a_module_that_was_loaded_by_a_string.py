# options: {rename = {"pkg.a.old" = "new"}}
# refuses: unproven-reference
# file: pkg/__init__.py
# file: pkg/a.py
def old(): ...
# file: use.py
import importlib


def f():
    module = importlib.import_module("pkg.a")
    return module.old
