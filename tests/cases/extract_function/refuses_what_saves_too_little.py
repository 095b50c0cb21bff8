# options: {places = ["code.one", "code.two"], into = "code.common", min_saving = 5}
# refuses: small-saving
# file: code.py
def one(a):
    b = a
    return b + 1


def two(a):
    b = a
    return b + 2
