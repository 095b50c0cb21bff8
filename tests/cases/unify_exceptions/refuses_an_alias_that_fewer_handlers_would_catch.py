# options: {into = "roots", root = "AppError", classes = ["New"], alias = {Old = "New"}}
# refuses: lost-base
# file: errors.py
class New(ValueError): ...


class Old(ValueError, KeyError): ...
