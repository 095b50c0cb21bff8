# options: {symbols = ["pkg.a.grow"], into = "pkg.b"}
# refuses: module-namespace
# file: pkg/__init__.py
# file: pkg/a.py
limit = 3


def grow():
    return globals()["limit"]
