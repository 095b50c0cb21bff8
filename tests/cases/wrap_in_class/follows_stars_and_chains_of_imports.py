# options: {functions = ["pkg.a.f"], class = "Tools"}
# file: pkg/__init__.py
# file: pkg/a.py
def f(x):
    return x
# file: pkg/b.py
from pkg.a import *

X = f(1)
# file: pkg/c.py
from pkg.a import f as g
# file: pkg/d.py
import pkg.c
from pkg.c import g


def h():
    from pkg.b import f
    return f(g(1)) + pkg.c.g(1)
# after
# file: pkg/__init__.py
# file: pkg/a.py
class Tools:
    @staticmethod
    def f(x):
        return x
# file: pkg/b.py
from pkg.a import *

X = Tools.f(1)
# file: pkg/c.py
from pkg.a import Tools
# file: pkg/d.py
import pkg.c
from pkg.c import Tools


def h():
    from pkg.b import Tools
    return Tools.f(Tools.f(1)) + pkg.c.Tools.f(1)
