# options: {from = ["pkg.a"], into = "pkg.b"}
# file: pkg/__init__.py
# file: pkg/a.py
from . import b
from .b import Base as TheBase, helper


class Child(TheBase):
    other = b.VALUE

    def run(self):
        return helper(b.VALUE)
# file: pkg/b.py
VALUE = 3


class Base:
    pass


def helper(x):
    return x
# after
# file: pkg/__init__.py
# file: pkg/a.py
...
# file: pkg/b.py
VALUE = 3


class Base:
    pass


def helper(x):
    return x


class Child(Base):
    other = VALUE

    def run(self):
        return helper(VALUE)
