# options: {classes = ["pkg.a.A", "pkg.a.B"], into = "pkg.a.Base"}
# file: pkg/__init__.py
# file: pkg/a.py
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
        return isinstance(x, A), total

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
        return isinstance(x, B), total

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
        return isinstance(x, self._run_value()), total

    @abstractmethod
    def _run_value(self): ...

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
    def _run_value(self):
        return A


class B(Base):
    def _run_value(self):
        return B
