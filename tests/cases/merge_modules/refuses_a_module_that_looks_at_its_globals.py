# options: {from = ["pkg.a"], into = "pkg.b"}
# refuses: module-namespace
# file: pkg/__init__.py
# file: pkg/a.py
names = [name for name in globals() if name.startswith("x")]
# file: pkg/b.py
x = 1
