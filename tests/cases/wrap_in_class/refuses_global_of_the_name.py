# options: {functions = ["pkg.f"], class = "Tools"}
# refuses: global-write
# file: pkg.py
def f():
    return 1


def g():
    global f
    f = None
