# options: {modules = {"pkg.old" = "pkg.new"}, symbols = {"pkg.a.f" = "pkg.b.g"}}
# import: no
# file: pkg/__init__.py
# file: pkg/a.py
def kept(): ...
# file: pkg/use.py
from .old import thing
from . import old
