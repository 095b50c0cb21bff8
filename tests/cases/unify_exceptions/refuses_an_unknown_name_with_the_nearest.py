# options: {into = "roots", root = "AppError", families = {io = ["MineError"]}}
# refuses: no-such-name
# file: errors.py
class MinesError(Exception): ...
