# options: {symbols = ["pkg.a.f"], into = "pkg.a"}
# refuses: same-module
# file: pkg/__init__.py
# file: pkg/a.py
def f(): ...
