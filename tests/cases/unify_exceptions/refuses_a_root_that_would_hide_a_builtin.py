# options: {into = "pkg.backends.roots", root = "TimeoutError", classes = ["Mine"]}
# refuses: builtin-name
# file: errors.py
class Mine(Exception): ...
