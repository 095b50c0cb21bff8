# options: {into = "roots", root = "AppError", classes = ["Mine"]}
# refuses: name-taken
# file: errors.py
AppError = 3


class Mine(Exception): ...
