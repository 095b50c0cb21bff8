# options: {modules = {"pkg.old" = "pkg.new"}, symbols = {"pkg.a.f" = "pkg.b.g"}}
# import: no
# file: use.py
import sys

if sys.version_info > (3, 12):
    import other as o
else:
    import mine as o
o.old.f()
