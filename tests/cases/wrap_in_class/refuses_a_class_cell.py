# options: {functions = ["pkg.f"], class = "Tools"}
# refuses: class-cell
# file: pkg.py
def f(self):
    return super(dict, self).copy()
