# options: {from = ["pkg.a"], into = "pkg.b"}
# refuses: name-taken
# file: pkg/__init__.py
# file: pkg/a.py
class Manager:
    size = 1
# file: pkg/b.py
class Manager:
    size = 2
