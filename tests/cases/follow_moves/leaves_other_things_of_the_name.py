# options: {modules = {"pkg.old" = "pkg.new"}, symbols = {"pkg.a.f" = "pkg.b.g"}}
# import: no
# file: mine/old.py
x = 1
# file: use.py
import mine.old
from mine import old
from other.pkg import old as older

pkg = object()
pkg.old.thing(pkg.a.f)
print(mine.old.x, old.x, older, "old", "a.f")
