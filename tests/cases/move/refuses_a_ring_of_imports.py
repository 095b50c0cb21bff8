# options: {symbols = ["pkg.a.grow"], into = "pkg.b"}
# refuses: import-cycle
# file: pkg/__init__.py
# file: pkg/a.py
def base(x):
    return x


def grow(x):
    return base(x) + 1


def twice(x):
    return grow(grow(x))
# file: pkg/b.py
