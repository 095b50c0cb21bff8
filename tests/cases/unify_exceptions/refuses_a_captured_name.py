# options: {into = "roots", root = "AppError", classes = ["errors.Outer.Mine"]}
# refuses: captured-name
# file: errors.py
class Outer:
    AppError = 1

    class Mine(Exception): ...
