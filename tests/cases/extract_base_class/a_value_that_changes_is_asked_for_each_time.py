# options: {classes = ["pkg.a.A", "pkg.b.B"], into = "pkg.base.Base"}
# file: pkg/__init__.py
# file: pkg/a.py
LIMIT = 3


def set_limit(n):
    global LIMIT
    LIMIT = n


class A:
    def run(self, x):
        total = 0
        for item in self.items:
            if item.size < 0:
                raise ValueError(item)
            total += item.size
        for item in self.more:
            if item in self.items:
                continue
            total += item.size
            self.items.append(item)
        while total > self.most:
            total -= self.items.pop().size
        self.total = total
        return total < LIMIT

    def drain(self, most):
        """Takes out what is there, `most` at a time."""
        taken = []
        while self.waiting and len(taken) < most:
            item = self.waiting.pop(0)
            if item in self.seen:
                continue
            self.seen.add(item)
            taken.append(item)
        for item in taken:
            self.finish(item)
        return taken
# file: pkg/b.py
LIMIT = 4


class B:
    def run(self, x):
        total = 0
        for item in self.items:
            if item.size < 0:
                raise ValueError(item)
            total += item.size
        for item in self.more:
            if item in self.items:
                continue
            total += item.size
            self.items.append(item)
        while total > self.most:
            total -= self.items.pop().size
        self.total = total
        return total < LIMIT

    def drain(self, most):
        """Takes out what is there, `most` at a time."""
        taken = []
        while self.waiting and len(taken) < most:
            item = self.waiting.pop(0)
            if item in self.seen:
                continue
            self.seen.add(item)
            taken.append(item)
        for item in taken:
            self.finish(item)
        return taken
# after
# file: pkg/__init__.py
# file: pkg/a.py
from pkg.base import Base

LIMIT = 3


def set_limit(n):
    global LIMIT
    LIMIT = n


class A(Base):
    def _limit(self):
        return LIMIT
# file: pkg/b.py
from pkg.base import Base

LIMIT = 4


class B(Base):
    def _limit(self):
        return LIMIT
# file: pkg/base.py
from abc import ABC, abstractmethod


class Base(ABC):
    """What `A` and `B` have in common."""

    def run(self, x):
        total = 0
        for item in self.items:
            if item.size < 0:
                raise ValueError(item)
            total += item.size
        for item in self.more:
            if item in self.items:
                continue
            total += item.size
            self.items.append(item)
        while total > self.most:
            total -= self.items.pop().size
        self.total = total
        return total < self._limit()

    @abstractmethod
    def _limit(self): ...

    def drain(self, most):
        """Takes out what is there, `most` at a time."""
        taken = []
        while self.waiting and len(taken) < most:
            item = self.waiting.pop(0)
            if item in self.seen:
                continue
            self.seen.add(item)
            taken.append(item)
        for item in taken:
            self.finish(item)
        return taken
