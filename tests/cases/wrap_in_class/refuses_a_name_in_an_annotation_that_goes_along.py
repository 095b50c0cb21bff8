# options: {functions = ["pkg.list", "pkg.f"], class = "Tools"}
# refuses: too-early
# file: pkg.py
def list():
    return 1


def f(x: list) -> int:
    return x
