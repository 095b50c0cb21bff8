# options: {classes = ["pkg.a.A", "pkg.b.B"], into = "pkg.base.Base"}
# file: pkg/__init__.py
# file: pkg/a.py
def scale(x):
    return x * 2


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
        return scale(x) + total

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
def scale(x):
    return x * 3


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
        return scale(x) + total

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


def scale(x):
    return x * 2


class A(Base):
    _scale = staticmethod(scale)
# file: pkg/b.py
from pkg.base import Base


def scale(x):
    return x * 3


class B(Base):
    _scale = staticmethod(scale)
# file: pkg/base.py
class Base:
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
        return self._scale(x) + total

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
