# options: {rename = {"pkg.a.old" = "new"}}
# refuses: unproven-reference
# file: pkg/__init__.py
# file: pkg/a.py
def old(): ...
# file: use.py
import importlib

print(__import__("pkg.a").__name__, importlib.import_module(".a", package="pkg").old)
