# options: {symbols = ["pkg.a.grow"], into = "pkg.b"}
# refuses: name-taken
# file: pkg/__init__.py
# file: pkg/a.py
def grow(x):
    return x
# file: pkg/b.py
def grow(x):
    return x + 1
