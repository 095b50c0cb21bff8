# options: {from = ["pkg.a"], into = "pkg.b", rename = {Old = "New"}}
# file: pkg/__init__.py
from . import a as tools
# file: pkg/a.py
class Old:
    pass
# file: pkg/b.py
x = 1
# file: pkg/user.py
from pkg import tools
import pkg


def f():
    return tools.Old, pkg.tools.Old, getattr(tools, "Old")
# after
# file: pkg/__init__.py
from . import b as tools
from . import a as a
# file: pkg/a.py
...
# file: pkg/b.py
x = 1


class New:
    pass
# file: pkg/user.py
from pkg import tools
import pkg


def f():
    return tools.New, pkg.tools.New, getattr(tools, "New")
