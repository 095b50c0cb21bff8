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

    _check_value = 16
    _check_value_2 = "a"

    def stats(self):
        used = sum(self.sizes)
        return {"backend": "a", "used": used, "limit": 16}
# file: pkg/b.py
from pkg.base import Base


class B(Base):
    _check_value = 32
    _check_value_2 = "b"

    def stats(self):
        used = sum(self.sizes)
        return {"backend": "b", "used": used, "limit": 32}
# file: pkg/base.py
class Base:
    """What `A` and `B` have in common."""

    _check_value: int
    _check_value_2: str

    def check(self, size):
        if size > self._check_value:
            raise ValueError(self._check_value_2)
        self.sizes.append(size)
        while len(self.sizes) > self._check_value:
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
