# options: {into = "pkg.sub.roots", root = "AppError", classes = ["Mine"]}
# refuses: import-ring
# file: pkg/__init__.py
# file: pkg/errors.py
class Mine(Exception): ...
# file: pkg/sub/__init__.py
from pkg.errors import Mine
