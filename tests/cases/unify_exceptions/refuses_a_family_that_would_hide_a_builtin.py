# options: {into = "roots", root = "AppError", families = {MemoryError = ["Mine"]}}
# refuses: builtin-name
# file: errors.py
class Mine(Exception): ...
