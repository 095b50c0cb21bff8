# options: {functions = ["pkg.__f"], class = "Tools"}
# refuses: mangled
# file: pkg.py
def __f():
    return 1
