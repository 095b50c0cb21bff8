# options: {from = ["pkg.a"], into = "pkg.b"}
# refuses: syntax-error
# file: pkg/__init__.py
# file: pkg/a.py
def (:
# file: pkg/b.py
x = 1
