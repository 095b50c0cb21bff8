# options: {symbols = ["pkg.a.f"], into = "pkg.b"}
# refuses: unproven-reference
# file: pkg/__init__.py
# file: pkg/a.py
def f(): ...
# file: user.py
from importlib import import_module

module = import_module("pkg.a")
module.f()
