# options: {functions = ["pkg.f"], class = "Tools"}
# refuses: name-taken
# file: pkg.py
Tools = 1


def f():
    return 1
