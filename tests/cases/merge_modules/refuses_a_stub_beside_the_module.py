# options: {from = ["pkg.a"], into = "pkg.b"}
# refuses: stub-file
# file: pkg/__init__.py
# file: pkg/a.py
y = 1
# file: pkg/a.pyi
y: int
# file: pkg/b.py
x = 1
