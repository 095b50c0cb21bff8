# options: {into = "roots", root = "AppError", classes = ["Mine"]}
# refuses: unknown-base
# file: errors.py
def made():
    return ValueError


class Mine(made()): ...
