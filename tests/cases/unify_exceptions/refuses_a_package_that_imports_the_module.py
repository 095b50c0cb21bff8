# options: {into = "pkg", root = "PkgError", classes = ["Mine"]}
# refuses: import-ring
# file: pkg/__init__.py
from .errors import Mine
# file: pkg/errors.py
class Mine(Exception): ...
