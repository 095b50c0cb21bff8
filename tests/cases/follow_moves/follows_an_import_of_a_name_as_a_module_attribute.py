# options: {modules = {"pkg.old" = "pkg.new"}, symbols = {"pkg.a.f" = "pkg.b.g"}}
# import: no
# file: use.py
from pkg import a, old
from pkg import old as o, kept

a.f(old.x, o.y, kept)
# after
# file: use.py
from pkg import a, new
import pkg.b
from pkg import new as o, kept

pkg.b.g(new.x, o.y, kept)
