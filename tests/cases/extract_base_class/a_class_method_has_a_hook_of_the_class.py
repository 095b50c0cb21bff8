# options: {classes = ["pkg.a.A", "pkg.a.B"], into = "pkg.a.Base"}
# file: pkg/__init__.py
# file: pkg/a.py
class A:
    @classmethod
    def make(cls, n):
        self = cls()
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
        return self, n + cls.unit

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


class B:
    @classmethod
    def make(cls, n):
        self = cls()
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
        return self, n * cls.unit

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
from abc import ABC, abstractmethod


class Base(ABC):
    """What `A` and `B` have in common."""

    @classmethod
    def make(cls, n):
        self = cls()
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
        return self, cls._make_value(n)

    @classmethod
    @abstractmethod
    def _make_value(cls, n): ...

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


class A(Base):
    @classmethod
    def _make_value(cls, n):
        return n + cls.unit


class B(Base):
    @classmethod
    def _make_value(cls, n):
        return n * cls.unit
