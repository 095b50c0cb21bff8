# options: {functions = ["pkg.a.f"], class = "Tools"}
# refuses: captured
# file: pkg/__init__.py
# file: pkg/a.py
def f():
    return 1


def g(Tools):
    return f()
