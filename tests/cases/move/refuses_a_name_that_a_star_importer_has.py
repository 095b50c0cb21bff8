# options: {symbols = ["pkg.a.f"], into = "pkg.b"}
# refuses: star-capture
# file: pkg/__init__.py
# file: pkg/a.py
def f(): ...
# file: pkg/b.py
def g(): ...
# file: pkg/c.py
def f(): ...
from pkg.b import *
