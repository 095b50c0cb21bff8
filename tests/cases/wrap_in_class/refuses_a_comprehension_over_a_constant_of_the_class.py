# options: {functions = ["pkg.f"], constants = ["pkg.A", "pkg.B"], class = "Tools"}
# refuses: nested-scope
# file: pkg.py
A = 2
B = [A for _ in range(2)]


def f():
    return B
