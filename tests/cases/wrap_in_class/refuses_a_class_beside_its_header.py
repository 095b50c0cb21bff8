# options: {functions = ["pkg.f"], class = "Tools"}
# refuses: odd-class
# file: pkg.py
class Tools: pass


def f():
    return 1
