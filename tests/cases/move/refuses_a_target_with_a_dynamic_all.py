# options: {symbols = ["pkg.a.f"], into = "pkg.b"}
# refuses: dynamic-all
# file: pkg/__init__.py
# file: pkg/a.py
def f(): ...
# file: pkg/b.py
def g(): ...
__all__ = [name for name in ("g",)]
