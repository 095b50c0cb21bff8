# options: {modules = {"pkg.old" = "pkg.new"}, symbols = {"pkg.a.f" = "pkg.b.g"}}
# import: no
# notes: a star import of `pkg.a`
# file: use.py
from pkg.a import *

f()
