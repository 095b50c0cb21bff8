# options: {functions = ["pkg.f"], class = "pkg.Tools"}
# refuses: too-early
# file: pkg.py
def f():
    return 1


def g():
    return f()


X = g()


class Tools:
    pass
