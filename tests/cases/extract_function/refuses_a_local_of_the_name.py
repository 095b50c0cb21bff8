# options: {places = ["code.one", "code.two"], into = "other.common"}
# refuses: captured
# file: code.py
def one(common):
    b = common
    return b + 1


def two(common):
    b = common
    return b + 2
