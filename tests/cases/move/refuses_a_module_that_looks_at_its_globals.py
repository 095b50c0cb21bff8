# options: {symbols = ["pkg.a.grow"], into = "pkg.b"}
# refuses: module-namespace
# file: pkg/__init__.py
# file: pkg/a.py
def grow():
    return 1


def call(name):
    return globals()[name]()
