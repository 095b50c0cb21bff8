# options: {classes = ["pkg.a.A", "pkg.b.B"], into = "pkg.base.Base"}
# file: pkg/__init__.py
# file: pkg/a.py
class A:
    @property
    def size(self):
        return self._size

    @size.setter
    def size(self, value):
        if value < 0:
            raise ValueError(value)
        self._size = value

    @staticmethod
    def unit(n):
        return n * 8

    @classmethod
    def make(cls, n):
        made = cls()
        made.size = n
        return made
# file: pkg/b.py
class B:
    @staticmethod
    def unit(n):
        return n * 8

    @classmethod
    def make(cls, n):
        made = cls()
        made.size = n
        return made

    @property
    def size(self):
        return self._size

    @size.setter
    def size(self, value):
        if value < 0:
            raise ValueError(value)
        self._size = value
# after
# file: pkg/__init__.py
# file: pkg/a.py
from pkg.base import Base


class A(Base):
    pass
# file: pkg/b.py
from pkg.base import Base


class B(Base):
    pass
# file: pkg/base.py
class Base:
    """What `A` and `B` have in common."""

    @property
    def size(self):
        return self._size

    @size.setter
    def size(self, value):
        if value < 0:
            raise ValueError(value)
        self._size = value

    @staticmethod
    def unit(n):
        return n * 8

    @classmethod
    def make(cls, n):
        made = cls()
        made.size = n
        return made
