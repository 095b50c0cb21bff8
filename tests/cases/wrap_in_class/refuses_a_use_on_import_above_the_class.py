# options: {functions = ["pkg.f"], class = "Tools"}
# refuses: too-early
# file: pkg.py
def f():
    return 1


X = f()


class Tools:
    pass
