# options: {classes = ["pkg.a.A", "pkg.b.B"], into = "pkg.base.Base"}
# file: pkg/__init__.py
# file: pkg/a.py
class A:
    """Manages A."""

    def stats(self):
        used = sum(self.sizes)
        return {"backend": "a", "used": used, "limit": 16}

    def check(self, size):
        if size > 16:
            raise ValueError("a")
        self.sizes.append(size)
        while len(self.sizes) > 16:
            self.sizes.pop()
        return size

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
class B:
    def stats(self):
        used = sum(self.sizes)
        return {"backend": "b", "used": used, "limit": 32}

    def check(self, size):
        if size > 32:
            raise ValueError("b")
        self.sizes.append(size)
        while len(self.sizes) > 32:
            self.sizes.pop()
        return size

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


class A(Base):
    """Manages A."""

    _backend = "a"
    _limit = 16
# file: pkg/b.py
from pkg.base import Base


class B(Base):
    _backend = "b"
    _limit = 32
# file: pkg/base.py
class Base:
    """What `A` and `B` have in common."""

    _backend: str
    _limit: int

    def stats(self):
        used = sum(self.sizes)
        return {"backend": self._backend, "used": used, "limit": self._limit}

    def check(self, size):
        if size > self._limit:
            raise ValueError(self._backend)
        self.sizes.append(size)
        while len(self.sizes) > self._limit:
            self.sizes.pop()
        return size

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
