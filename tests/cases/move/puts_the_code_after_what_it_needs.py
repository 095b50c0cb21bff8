# options: {symbols = ["pkg.a.Child"], into = "pkg.b"}
# file: pkg/__init__.py
# file: pkg/a.py
from . import b
from .b import Base, other as alias


class Child(Base):
    x = alias()
    y = b.other()
# file: pkg/b.py
class Base: ...


def other(): ...


if __name__ == "__main__":
    other()
# after
# file: pkg/__init__.py
# file: pkg/a.py
# file: pkg/b.py
class Base: ...


def other(): ...


class Child(Base):
    x = other()
    y = other()


if __name__ == "__main__":
    other()
