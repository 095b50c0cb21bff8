# options: {from = ["pkg.a"], into = "pkg.b"}
# refuses: name-taken
# file: pkg/__init__.py
# file: pkg/a.py
from os import path

x = path
# file: pkg/b.py
from sys import path

y = path
