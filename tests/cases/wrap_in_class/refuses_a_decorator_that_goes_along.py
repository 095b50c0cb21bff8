# options: {functions = ["pkg.deco", "pkg.f"], class = "Tools"}
# refuses: too-early
# file: pkg.py
def deco(g):
    return g


@deco
def f():
    return 1
