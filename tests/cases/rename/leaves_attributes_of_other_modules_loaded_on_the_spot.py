# options: {rename = {"pkg.a.old" = "new"}}
# file: pkg/__init__.py
# file: pkg/a.py
def old(): ...
# file: pkg/b.py
def old(): ...
# file: use.py
from importlib import import_module

print(import_module("pkg.b").old, import_module("pkg.a").__name__, dict(a="pkg.a").get("pkg"))
# after
# file: pkg/__init__.py
# file: pkg/a.py
def new(): ...
# file: pkg/b.py
def old(): ...
# file: use.py
from importlib import import_module

print(import_module("pkg.b").old, import_module("pkg.a").__name__, dict(a="pkg.a").get("pkg"))
