# options: {functions = ["pkg.f"], constants = ["pkg.A"], class = "Tools", leave = "compat"}
# refuses: constant
# file: pkg.py
A = 1


def f():
    return A
