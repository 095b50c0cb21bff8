# options: {modules = {"pkg.old" = "pkg.new"}, symbols = {"pkg.a.f" = "pkg.b.g"}}
# import: no
# file: use.py
import pkg.a
import pkg.a as a
import pkg.old, json
from pkg import a as c


def use(x: "pkg.old.Thing") -> "a.Kept":
    json.dumps(pkg.a.f(1))
    return a.f, a.kept, pkg.a.kept, f"{pkg.old.Thing}", c.f
# after
# file: use.py
import pkg.a
import pkg.a as a
import pkg.new, json
import pkg.b
from pkg import a as c


def use(x: "pkg.new.Thing") -> "a.Kept":
    json.dumps(pkg.b.g(1))
    return pkg.b.g, a.kept, pkg.a.kept, f"{pkg.new.Thing}", pkg.b.g
