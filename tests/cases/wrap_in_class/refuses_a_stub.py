# options: {functions = ["pkg.f"], class = "Tools"}
# refuses: stub-file
# file: pkg.py
def f():
    return 1
# file: pkg.pyi
def f() -> int: ...
