# options: {classes = ["pkg.a.A", "pkg.a.B"], into = "pkg.a.Base"}
# file: pkg/__init__.py
# file: pkg/a.py
import os


# about A
class A(object):
    def load(self, path):
        """Reads it."""
        # what comes first wins
        with open(path) as lines:
            found = [line.strip() for line in lines]
        return found

    def size(self):
        return len(self.items)


class B():
    kind = "b"

    def load(self, path):
        """Reads it."""
        # what comes first wins
        with open(path) as lines:
            found = [line.strip() for line in lines]
        return found

    def size(self):
        return len(self.items)
# after
# file: pkg/__init__.py
# file: pkg/a.py
import os


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


# about A
class A(Base):
    pass


class B(Base):
    kind = "b"
