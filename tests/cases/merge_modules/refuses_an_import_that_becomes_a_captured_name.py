# options: {from = ["pkg.a"], into = "pkg.b"}
# refuses: captured-name
# file: pkg/__init__.py
# file: pkg/a.py
def one(two):
    from .b import two as mine

    return mine, two
# file: pkg/b.py
def two():
    pass
