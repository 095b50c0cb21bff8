# options: {classes = ["pkg.a.A", "pkg.a.B"], into = "pkg.a.Base"}
# file: pkg/__init__.py
# file: pkg/a.py
def once(cls):
    def made(*given):
        return cls(*given)

    return made


@once
class Left:
    def __init__(self, item):
        self.item = item


@once
class Right:
    def __init__(self, item):
        self.item = -item


class A:
    def run(self, item):
        self.a = 1
        self.b = 2
        self.c = 3
        self.d = 4
        self.e = 5
        self.f = 6
        self.g = 7
        self.h = 8
        self.i = 9
        self.j = 10
        self.k = 11
        self.l = 12
        self.m = 13
        self.n = 14
        self.o = 15
        return Left(item)


class B:
    def run(self, item):
        self.a = 1
        self.b = 2
        self.c = 3
        self.d = 4
        self.e = 5
        self.f = 6
        self.g = 7
        self.h = 8
        self.i = 9
        self.j = 10
        self.k = 11
        self.l = 12
        self.m = 13
        self.n = 14
        self.o = 15
        return Right(item)


assert (A().run(1).item, B().run(1).item) == (1, -1)
# after
# file: pkg/__init__.py
# file: pkg/a.py
from abc import ABC, abstractmethod


def once(cls):
    def made(*given):
        return cls(*given)

    return made


@once
class Left:
    def __init__(self, item):
        self.item = item


@once
class Right:
    def __init__(self, item):
        self.item = -item


class Base(ABC):
    """What `A` and `B` have in common."""

    def run(self, item):
        self.a = 1
        self.b = 2
        self.c = 3
        self.d = 4
        self.e = 5
        self.f = 6
        self.g = 7
        self.h = 8
        self.i = 9
        self.j = 10
        self.k = 11
        self.l = 12
        self.m = 13
        self.n = 14
        self.o = 15
        return self._run_value()(item)

    @abstractmethod
    def _run_value(self): ...


class A(Base):
    def _run_value(self):
        return Left


class B(Base):
    def _run_value(self):
        return Right


assert (A().run(1).item, B().run(1).item) == (1, -1)
