# options: {functions = ["pkg.a.f", "pkg.a.g"], class = "pkg.b.Tools"}
# file: pkg/__init__.py
# file: pkg/a.py
import json


def f(x):
    return json.dumps(x)


def g(x):
    return f(x)


def h(x):
    return g(x)
# file: pkg/b.py
class Tools:
    """Tools."""
# file: pkg/c.py
from pkg.a import f, h

print(f(1), h(1))
# after
# file: pkg/__init__.py
# file: pkg/a.py
from pkg.b import Tools


def h(x):
    return Tools.g(x)
# file: pkg/b.py
import json


class Tools:
    """Tools."""

    @staticmethod
    def f(x):
        return json.dumps(x)

    @staticmethod
    def g(x):
        return Tools.f(x)
# file: pkg/c.py
from pkg.a import h
from pkg.b import Tools

print(Tools.f(1), h(1))
