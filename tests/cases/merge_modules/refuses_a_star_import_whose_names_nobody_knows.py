# options: {from = ["pkg.a"], into = "pkg.b"}
# refuses: star-import
# file: pkg/__init__.py
# file: pkg/a.py
from os.path import *

y = sep
# file: pkg/b.py
x = 1
