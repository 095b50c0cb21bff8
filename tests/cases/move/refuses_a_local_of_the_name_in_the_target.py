# options: {symbols = ["pkg.a.f"], into = "pkg.b"}
# refuses: captured-name
# file: pkg/__init__.py
# file: pkg/a.py
def f(): ...
# file: pkg/b.py
from pkg.a import f as function


def use(f):
    return function(f)
