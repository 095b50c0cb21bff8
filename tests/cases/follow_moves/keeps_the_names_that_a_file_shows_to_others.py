# options: {modules = {"pkg.old" = "pkg.new"}, symbols = {"pkg.a.f" = "pkg.b.g"}}
# import: no
# file: mine/__init__.py
from pkg.a import f
# file: mine/listed.py
from pkg.a import f

__all__ = ["f"]
# file: mine/taken.py
from pkg.a import f


def use(g):
    return f(g)
# after
# file: mine/__init__.py
from pkg.b import g as f
# file: mine/listed.py
from pkg.b import g as f

__all__ = ["f"]
# file: mine/taken.py
from pkg.b import g as f


def use(g):
    return f(g)
