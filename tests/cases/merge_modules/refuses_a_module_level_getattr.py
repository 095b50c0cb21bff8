# options: {from = ["pkg.a"], into = "pkg.b"}
# refuses: module-hook
# file: pkg/__init__.py
# file: pkg/a.py
def __getattr__(name):
    return name
# file: pkg/b.py
x = 1
