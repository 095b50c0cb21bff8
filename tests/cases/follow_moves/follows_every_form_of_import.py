# options: {modules = {"pkg.old" = "pkg.new"}, symbols = {"pkg.a.f" = "pkg.b.g", "pkg.a.x" = "pkg.a.y"}}
# import: no
# file: use.py
import pkg.old
import pkg.old as o
import pkg.old.sub
from pkg import old
from pkg.old import thing, other as another
from pkg.old.deep import leaf
from pkg.a import f, x
from pkg.a import f as h, kept


def later():
    from pkg.a import f as inner

    return inner, pkg.old.thing, pkg.old.sub.x, o.thing, old.thing


done = f(x), h, kept, leaf, thing, another
# after
# file: use.py
import pkg.new
import pkg.new as o
import pkg.new.sub
from pkg import new
from pkg.new import thing, other as another
from pkg.new.deep import leaf
from pkg.b import g
from pkg.a import y
from pkg.b import g as h
from pkg.a import kept


def later():
    from pkg.b import g as inner

    return inner, pkg.new.thing, pkg.new.sub.x, o.thing, new.thing


done = g(y), h, kept, leaf, thing, another
