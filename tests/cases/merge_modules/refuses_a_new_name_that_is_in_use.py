# options: {from = ["pkg.a"], into = "pkg.b", rename = {old = "new"}}
# refuses: name-taken
# file: pkg/__init__.py
# file: pkg/a.py
def old(new):
    return new
# file: pkg/b.py
x = 1
