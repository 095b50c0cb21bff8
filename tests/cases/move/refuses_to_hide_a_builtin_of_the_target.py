# options: {symbols = ["pkg.a.open"], into = "pkg.b"}
# refuses: captured-name
# file: pkg/__init__.py
# file: pkg/a.py
def open(x):
    return x
# file: pkg/b.py
def read(x):
    return open(x)
