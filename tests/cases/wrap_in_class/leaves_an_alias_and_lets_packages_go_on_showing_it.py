# options: {functions = ["pkg.a.f", "pkg.a.g"], class = "Tools", leave = "alias"}
# file: pkg/__init__.py
from .a import f

__all__ = ["f"]
# file: pkg/a.py
__all__ = ["f", "g"]


def f():
    return g()


def g():
    return 1
# file: pkg/b.py
from pkg import f
from pkg.a import g


def h():
    return f() + g()
# after
# file: pkg/__init__.py
from .a import f

__all__ = ["f"]
# file: pkg/a.py
__all__ = ["f", "g", "Tools"]


class Tools:
    @staticmethod
    def f():
        return Tools.g()

    @staticmethod
    def g():
        return 1


f = Tools.f
g = Tools.g
# file: pkg/b.py
from pkg import f
from pkg.a import Tools


def h():
    return f() + Tools.g()
