# options: {into = "roots", root = "AppError", classes = ["Mine"]}
# refuses: slots
# file: errors.py
class Mine(Exception):
    __slots__ = ("code", "__weakref__")
