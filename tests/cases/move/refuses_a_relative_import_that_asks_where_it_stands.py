# options: {symbols = ["pkg.a.grow"], into = "pkg.b"}
# refuses: module-namespace
# file: pkg/__init__.py
# file: pkg/a.py
def grow(name):
    return __import__(name, globals(), locals(), ["part"], 1)
