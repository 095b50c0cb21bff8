# options: {modules = {"pkg.old" = "pkg.new"}, symbols = {"pkg.a.f" = "pkg.b.g"}}
# import: no
# notes: use.py:4: left as it is: an import that is tried
# file: use.py
try:
    from pkg.b import g
except ImportError:
    from pkg.a import f as g

g()
