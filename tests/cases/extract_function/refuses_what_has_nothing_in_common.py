# options: {places = ["code.one", "code.two"], into = "code.common"}
# refuses: statements
# file: code.py
def one(a):
    for b in a:
        print(b)


def two(a):
    with a as c:
        return c
