# options: {symbols = ["pkg.a.lode"], into = "pkg.b"}
# refuses: no-such-name
# file: pkg/__init__.py
# file: pkg/a.py
def load(): ...
