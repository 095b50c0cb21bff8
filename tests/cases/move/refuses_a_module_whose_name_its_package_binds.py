# options: {symbols = ["pkg.a.f"], into = "pkg.shapes"}
# refuses: name-taken
# file: pkg/__init__.py
shapes = []
# file: pkg/a.py
def f(): ...
