# options: {from = ["pkg.a"], into = "pkg.b", rename = {Nope = "Yes"}}
# refuses: no-such-name
# file: pkg/__init__.py
# file: pkg/a.py
y = 1
# file: pkg/b.py
x = 1
