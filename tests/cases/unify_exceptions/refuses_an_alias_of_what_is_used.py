# options: {into = "roots", root = "AppError", classes = ["New"], alias = {Old = "New"}}
# refuses: in-use
# file: errors.py
class New(Exception): ...


class Old(Exception): ...


def f():
    raise Old("x")
