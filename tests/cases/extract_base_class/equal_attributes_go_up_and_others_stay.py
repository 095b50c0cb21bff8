# options: {classes = ["pkg.a.A", "pkg.a.B"], into = "pkg.a.Base"}
# file: pkg/__init__.py
# file: pkg/a.py
class A:
    limit = 3
    names = ("a", "b")
    kind = "a"
    cache = {}

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
    limit = 3
    names = ("a", "b")
    kind = "b"
    cache = {}

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
class Base:
    """What `A` and `B` have in common."""

    limit = 3
    names = ("a", "b")

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
    kind = "a"
    cache = {}

class B(Base):
    kind = "b"
    cache = {}
