# options: {modules = {"pkg.old" = "pkg.new"}, symbols = {"pkg.a.f" = "pkg.b.g"}}
# import: no
# file: use.py
import pkg.older
from pkg.old_things import f
from pkg.a import fine

pkg.older.x(f, fine)
