# options: {into = "roots", root = "AppError", classes = ["Mine"]}
# refuses: defining-root
# file: roots.py
class AppError(Exception):
    def __str__(self):
        return "app"
# file: errors.py
class Mine(Exception): ...
