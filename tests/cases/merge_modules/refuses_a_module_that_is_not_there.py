# options: {from = ["pkg.nope"], into = "pkg.b"}
# refuses: no-such-module
# file: pkg/__init__.py
# file: pkg/b.py
x = 1
