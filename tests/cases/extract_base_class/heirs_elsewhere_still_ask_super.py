# options: {classes = ["pkg.a.A", "pkg.b.B"], into = "pkg.base.Base"}
# file: pkg/__init__.py
# file: pkg/a.py
class A:
    def load(self, path):
        """Reads it."""
        # what comes first wins
        with open(path) as lines:
            found = [line.strip() for line in lines]
        return found

    def size(self):
        return len(self.items)

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
    def load(self, path):
        """Reads it."""
        # what comes first wins
        with open(path) as lines:
            found = [line.strip() for line in lines]
        return found

    def size(self):
        return len(self.items)

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
# file: pkg/c.py
from pkg.a import A


class C(A):
    def load(self, path):
        return super().load(path) + A.load(self, path)

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
    pass
# file: pkg/b.py
from pkg.base import Base


class B(Base):
    pass
# file: pkg/base.py
class Base:
    """What `A` and `B` have in common."""

    def load(self, path):
        """Reads it."""
        # what comes first wins
        with open(path) as lines:
            found = [line.strip() for line in lines]
        return found

    def size(self):
        return len(self.items)

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
# file: pkg/c.py
from pkg.a import A


class C(A):
    def load(self, path):
        return super().load(path) + A.load(self, path)

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
