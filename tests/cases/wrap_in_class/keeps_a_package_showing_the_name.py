# options: {functions = ["pkg.a.f"], class = "Tools"}
# notes: goes on showing
# file: pkg/__init__.py
from .a import f
from .a import f as shown, g
# file: pkg/a.py
def f():
    return 1


def g():
    return f()
# file: pkg/b.py
from pkg import f
import pkg


def h():
    return f() + pkg.f()
# after
# file: pkg/__init__.py
from .a import Tools
f = Tools.f
from .a import g
shown = Tools.f
# file: pkg/a.py
class Tools:
    @staticmethod
    def f():
        return 1


def g():
    return Tools.f()
# file: pkg/b.py
from pkg import f
import pkg


def h():
    return f() + pkg.f()
