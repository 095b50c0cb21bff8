# options: {from = ["pkg.a"], into = "pkg.b"}
# refuses: captured-name
# file: pkg/__init__.py
# file: pkg/a.py
def read(path):
    return open(path)
# file: pkg/b.py
def open(path):
    return path
