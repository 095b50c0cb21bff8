# options: {into = "roots", root = "AppError", classes = ["Top"]}
# refuses: above-root
# file: roots.py
class Top(Exception): ...


class AppError(Top): ...
