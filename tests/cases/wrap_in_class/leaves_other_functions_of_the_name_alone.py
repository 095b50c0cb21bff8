# options: {functions = ["pkg.a.f"], class = "Tools"}
# file: pkg/__init__.py
# file: pkg/a.py
def f(x):
    return x


def g(f):
    return f(1)


class C:
    def f(self):
        return self.f()
# file: pkg/b.py
def f():
    return 1


print(f())
# file: pkg/c.py
from .b import f
from .a import f as other


def g(x):
    def f(x):
        return x
    return f(x), other(x)
# after
# file: pkg/__init__.py
# file: pkg/a.py
class Tools:
    @staticmethod
    def f(x):
        return x


def g(f):
    return f(1)


class C:
    def f(self):
        return self.f()
# file: pkg/b.py
def f():
    return 1


print(f())
# file: pkg/c.py
from .b import f
from .a import Tools


def g(x):
    def f(x):
        return x
    return f(x), Tools.f(x)
