# options: {functions = ["pkg.f"], class = "Tools"}
# refuses: mangled
# file: pkg.py
__secret = 1


def f():
    return __secret
