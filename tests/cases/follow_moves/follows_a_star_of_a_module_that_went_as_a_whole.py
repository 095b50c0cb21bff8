# options: {modules = {"pkg.old" = "pkg.new"}, symbols = {"pkg.a.f" = "pkg.b.g"}}
# import: no
# file: use.py
from pkg.old import *
# after
# file: use.py
from pkg.new import *
