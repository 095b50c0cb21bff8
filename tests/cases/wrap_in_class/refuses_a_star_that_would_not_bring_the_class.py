# options: {functions = ["pkg.a.f"], class = "_Tools"}
# refuses: star-import
# file: pkg/__init__.py
# file: pkg/a.py
def f():
    return 1
# file: pkg/b.py
from pkg.a import *

print(f())
