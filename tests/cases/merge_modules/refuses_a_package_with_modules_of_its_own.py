# options: {from = ["pkg.a"], into = "pkg.b"}
# refuses: package
# file: pkg/__init__.py
# file: pkg/a/__init__.py
y = 1
# file: pkg/a/inner.py
z = 1
# file: pkg/b.py
x = 1
