# options: {functions = ["pkg.f"], class = "Tools"}
# refuses: module-namespace
# file: pkg.py
def f():
    return 1


def g():
    return globals()["f"]()
