# options: {functions = ["pkg.fi"], class = "Tools"}
# refuses: no-such-name
# file: pkg.py
def f():
    return 1
