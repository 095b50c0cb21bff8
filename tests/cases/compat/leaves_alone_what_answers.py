# options: {moves = {"pkg.a.f" = "pkg.new.f", "pkg.a.g" = "pkg.new.f", "pkg.a.h" = "pkg.new.f"}}
# file: pkg/__init__.py
# file: pkg/a.py
from pkg import new
from pkg.new import *
from pkg.new import f as g

h = new.f
h = f
# file: pkg/new.py
def f():
    pass
