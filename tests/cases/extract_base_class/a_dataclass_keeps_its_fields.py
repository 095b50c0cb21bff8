# options: {classes = ["pkg.a.A", "pkg.a.B"], into = "pkg.a.Base"}
# file: pkg/__init__.py
# file: pkg/a.py
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class A:
    x: int = 0
    y: int = 0

    def area(self):
        wide = max(self.x, 0)
        high = max(self.y, 0)
        return wide * high

    def __repr__(self):
        wide = max(self.x, 0)
        return f"{wide} of {self.y}"

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


@dataclass(frozen=True, slots=True)
class B:
    y: int = 0
    x: int = 1

    def area(self):
        wide = max(self.x, 0)
        high = max(self.y, 0)
        return wide * high

    def __repr__(self):
        wide = max(self.x, 0)
        return f"{wide} of {self.y}"

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
from dataclasses import dataclass


class Base:
    """What `A` and `B` have in common."""

    __slots__ = ()

    def area(self):
        wide = max(self.x, 0)
        high = max(self.y, 0)
        return wide * high

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


@dataclass(frozen=True, slots=True)
class A(Base):
    x: int = 0
    y: int = 0

    def __repr__(self):
        wide = max(self.x, 0)
        return f"{wide} of {self.y}"


@dataclass(frozen=True, slots=True)
class B(Base):
    y: int = 0
    x: int = 1

    def __repr__(self):
        wide = max(self.x, 0)
        return f"{wide} of {self.y}"
