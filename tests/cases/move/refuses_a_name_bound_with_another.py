# options: {symbols = ["pkg.a.A"], into = "pkg.b"}
# refuses: bound-together
# file: pkg/__init__.py
# file: pkg/a.py
A, B = 1, 2
