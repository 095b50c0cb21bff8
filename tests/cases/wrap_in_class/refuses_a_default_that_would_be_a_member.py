# options: {functions = ["pkg.f"], class = "Tools"}
# refuses: captured
# file: pkg.py
size = 2


class Tools:
    size = 3


def f(x=size):
    return x
