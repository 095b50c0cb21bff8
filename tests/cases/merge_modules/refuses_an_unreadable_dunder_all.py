# options: {from = ["pkg.a"], into = "pkg.b"}
# refuses: dynamic-all
# file: pkg/__init__.py
# file: pkg/a.py
y = 1
# file: pkg/b.py
x = 1
__all__ = [name for name in dir() if name != "y"]
