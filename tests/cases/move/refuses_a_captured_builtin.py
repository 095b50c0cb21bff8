# options: {symbols = ["pkg.a.grow"], into = "pkg.b"}
# refuses: captured-name
# file: pkg/__init__.py
# file: pkg/a.py
def grow(x):
    return open(x)
# file: pkg/b.py
def open(x):
    return x
