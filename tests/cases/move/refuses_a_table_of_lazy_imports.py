# options: {symbols = ["pkg.a.f"], into = "pkg.b"}
# refuses: unproven-reference
# file: pkg/__init__.py
TABLE = {"f": "a"}


def __getattr__(name):
    from importlib import import_module

    return getattr(import_module(f"pkg.{TABLE[name]}"), name)
# file: pkg/a.py
def f(): ...
