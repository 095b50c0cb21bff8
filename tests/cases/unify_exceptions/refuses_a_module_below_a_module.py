# options: {into = "errors.roots", root = "AppError", classes = ["Mine"]}
# refuses: not-a-package
# file: errors.py
class Mine(Exception): ...
