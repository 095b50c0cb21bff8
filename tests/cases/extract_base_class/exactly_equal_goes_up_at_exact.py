# options: {classes = ["pkg.a.A", "pkg.a.B"], into = "pkg.a.Base", level = "exact"}
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
# after
# file: pkg/__init__.py
# file: pkg/a.py
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


class A(Base):
    pass


class B(Base):
    pass
