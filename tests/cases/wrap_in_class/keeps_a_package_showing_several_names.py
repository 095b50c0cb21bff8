# options: {functions = ["pkg.a.f", "pkg.a.g", "pkg.a.h"], class = "Tools"}
# notes: goes on showing
# file: pkg/__init__.py
from .a import f as f
from .a import g as g
from .a import (
    h as h,
    x as x,
)
# file: pkg/a.py
x = 1


def f():
    return g()


def g(): return 1
def h(): return 1
# file: pkg/b.py
from pkg import f, g, h
print(f(), g(), h())
# after
# file: pkg/__init__.py
from .a import Tools
f = Tools.f
g = Tools.g
from .a import (
    x as x,
)
h = Tools.h
# file: pkg/a.py
x = 1


class Tools:
    @staticmethod
    def f():
        return Tools.g()

    @staticmethod
    def g(): return 1

    @staticmethod
    def h(): return 1
# file: pkg/b.py
from pkg import f, g, h
print(f(), g(), h())
