# options: {moves = {"pkg.a.f" = "pkg.new.f", "pkg.old" = "pkg.new"}, only = ["pkg.b.*"]}
# file: pkg/__init__.py
# file: pkg/a.py
# file: pkg/new.py
def f():
    pass
