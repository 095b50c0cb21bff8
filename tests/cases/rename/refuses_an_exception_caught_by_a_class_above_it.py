# options: {rename = {"a.Mine.old" = "new"}}
# refuses: unproven-receiver
# file: a.py
class Mine(ValueError):
    def old(self): ...


def f(error: BaseException):
    return error.old()
