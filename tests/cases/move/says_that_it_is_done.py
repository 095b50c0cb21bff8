# options: {symbols = ["pkg.a.f"], into = "pkg.b"}
# notes: is `pkg.b.f` already
# file: pkg/__init__.py
# file: pkg/a.py
from pkg.b import f
# file: pkg/b.py
def f(): ...
