# options: {functions = ["pkg.a.f"], class = "Tools"}
# refuses: name-taken
# file: pkg/__init__.py
# file: pkg/a.py
def f():
    return 1
# file: pkg/b.py
from pkg.a import f

Tools = f()
