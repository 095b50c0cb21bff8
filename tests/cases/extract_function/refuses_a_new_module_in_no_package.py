# options: {places = ["code.one", "code.two"], into = "pkg.sub.common"}
# refuses: no-such-module
# file: code.py
def one(a):
    b = a
    return b + 1


def two(a):
    b = a
    return b + 2
