# options: {symbols = ["pkg.a.Base", "pkg.a.f"], into = "pkg.b"}
# file: pkg/__init__.py
# file: pkg/a.py
class Root: ...


class Base(Root):
    def m(self): ...


def f():
    return Base


def g(): ...
# file: pkg/b.py
"""B."""

from pkg import a
from pkg.a import Base, g
from pkg.a import f as function


class Child(Base):
    def m(self):
        return function(), a.f(), a.g(), g()


if __name__ == "__main__":
    Child()
# after
# file: pkg/__init__.py
# file: pkg/a.py
class Root: ...


def g(): ...
# file: pkg/b.py
"""B."""

from pkg import a
from pkg.a import g, Root


class Base(Root):
    def m(self): ...


def f():
    return Base


class Child(Base):
    def m(self):
        return f(), f(), a.g(), g()


if __name__ == "__main__":
    Child()
