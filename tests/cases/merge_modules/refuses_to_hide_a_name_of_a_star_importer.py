# options: {from = ["pkg.a"], into = "pkg.b"}
# refuses: star-capture
# file: pkg/__init__.py
# file: pkg/a.py
def run():
    return "a"
# file: pkg/b.py
x = 1
# file: pkg/user.py
def run():
    return "mine"


from .b import *

print(run(), x)
