# options: {from = ["pkg.a"], into = "pkg.b"}
# refuses: name-taken
# file: pkg/__init__.py
# file: pkg/a.py
class Point:
    x: int = 0
# file: pkg/b.py
class Point:
    x: float = 0
