# options: {places = ["code.one", "code.two"], into = "code.common"}
# refuses: name-taken
# file: code.py
def common(): ...


def one(a):
    b = a
    return b + 1


def two(a):
    b = a
    return b + 2
