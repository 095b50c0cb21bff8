# options: {into = "roots", root = "AppError", classes = ["New"], alias = {Old = "New"}}
# refuses: different-class
# file: errors.py
class New(ValueError):
    def __init__(self): ...


class Old(ValueError): ...
