# options: {rename = {"pkg.a.old" = "pkg.b.c.new"}, leave = "compat", remove_in = "3.0"}
# file: pkg/__init__.py
# file: pkg/a/__init__.py
# file: pkg/a/near.py
y = 1
# file: pkg/a/old.py
from .near import y
from ..far import z


def run():
    from . import near

    return near, y, z
# file: pkg/b/__init__.py
# file: pkg/b/c/__init__.py
# file: pkg/far.py
z = 1
# file: use.py
from pkg.a import old
from pkg.a.old import run
import pkg.a.old

x = old.run, run, pkg.a.old.run
# after
# file: pkg/__init__.py
# file: pkg/a/__init__.py
# file: pkg/a/near.py
y = 1
# file: pkg/a/old.py
...
# file: pkg/b/__init__.py
# file: pkg/b/c/__init__.py
# file: pkg/b/c/new.py
from ...a.near import y
from ...far import z


def run():
    from ...a import near

    return near, y, z
# file: pkg/far.py
z = 1
# file: use.py
from pkg.b.c import new as old
from pkg.b.c.new import run
import pkg.b.c.new

x = old.run, run, pkg.b.c.new.run
